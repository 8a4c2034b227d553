import { zodResolver } from '@hookform/resolvers/zod';
import { z } from 'zod';
import { type CreateApplication, createApplicationSchema } from '#lib/contracts/application.ts';

/** One URI a line, as people type them. */
const lines = z.string().transform((text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
);

const { redirectUris, postLogoutRedirectUris, ...rest } = createApplicationSchema.shape;
const formSchema = z.object({
  ...rest,
  redirectUris: lines.pipe(redirectUris),
  postLogoutRedirectUris: lines.pipe(postLogoutRedirectUris),
});

export type ApplicationFormValues = z.input<typeof formSchema>;

export const applicationResolver = zodResolver<ApplicationFormValues, unknown, CreateApplication>(formSchema);

/** The first sentence about a list of URIs: the list itself, or one of its lines. */
export function uriProblem(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const message: unknown = Reflect.get(error, 'message');
  if (typeof message === 'string') return message;
  return Object.values(error)
    .map(uriProblem)
    .find((found) => found !== undefined);
}
