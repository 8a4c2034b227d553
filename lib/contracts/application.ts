import { z } from 'zod';

/** What a redirect URI must look like (RFC 8252 sections 7 and 8.3, OpenID Connect Core section 3.1.2.1). */
const redirectUriSchema = z
  .string()
  .trim()
  .max(500, 'A redirect URI has at most 500 characters.')
  .superRefine((text, context) => {
    const problem = redirectUriProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

export function redirectUriProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return `“${text}” is no URL; write it like https://app.example.com/callback.`;
  const url = new URL(text);
  if (url.hash !== '') return 'A redirect URI must not have a fragment (what stands behind #).';
  if (text.includes('*')) return 'A redirect URI is compared letter by letter; * stands for nothing.';
  if (url.protocol === 'https:') return undefined;
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:')
    return isLoopback ? undefined : 'A redirect URI must begin with https://; http:// is for this machine only.';
  if (['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'].includes(url.protocol))
    return `${url.protocol} is no scheme a browser may be sent to.`;
  // RFC 8252 section 7.1: a scheme of one's own is a domain name reversed.
  return url.protocol.includes('.')
    ? undefined
    : 'A scheme of an app’s own holds a dot, like com.example.app:/callback.';
}

/**
 * What the redirect URIs of one application must be together. An app's own scheme is taken by whatever app claims it, and a program on a
 * person's device keeps no secret (RFC 8252 sections 7.1 and 8.5).
 */
export function redirectUrisProblem(kind: 'confidential' | 'public', uris: readonly string[]): string | undefined {
  const protocols = new Set(uris.map((uri) => new URL(uri).protocol));
  const hasOwnScheme = [...protocols].some((protocol) => protocol !== 'https:' && protocol !== 'http:');
  if (hasOwnScheme && kind === 'confidential')
    return 'An app with a scheme of its own runs on people’s devices and can keep no secret: make it a public application.';
  const ownHttps = uris.find((uri) =>
    /^https:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(`${new URL(uri).origin}/`),
  );
  return isOnDevice(kind, uris) && ownHttps !== undefined
    ? `An app on people’s devices is reached on the device itself by http:// (RFC 8252); “${ownHttps}” is https.`
    : undefined;
}

/** Whether the application runs on people’s devices: such a program may listen on any port there (RFC 8252 section 7.3). */
export function isOnDevice(kind: 'confidential' | 'public', redirectUris: readonly string[]): boolean {
  return kind === 'public' && redirectUris.some((uri) => new URL(uri).protocol !== 'https:');
}

export const applicationNameSchema = z.string().trim().min(1, 'Give the application a name.').max(120);

const facts = {
  name: applicationNameSchema,
  connectionId: z.string().min(1, 'Choose a connection.').max(64),
  /** `confidential` keeps a secret on a server; `public` runs in a browser or on a device and has none (RFC 6749 section 2.1). */
  kind: z.enum(['confidential', 'public']),
  redirectUris: z.array(redirectUriSchema).min(1, 'Add at least one redirect URI.').max(50),
  postLogoutRedirectUris: z.array(redirectUriSchema).max(50),
};

export const createApplicationSchema = z.strictObject(facts);
export type CreateApplication = z.infer<typeof createApplicationSchema>;
/** Kind and connection stay as they are: people are known to the application by them. */
export const changeApplicationSchema = z.strictObject({
  applicationId: z.string().max(64),
  name: facts.name,
  redirectUris: facts.redirectUris,
  postLogoutRedirectUris: facts.postLogoutRedirectUris,
});
export const renewApplicationSecretSchema = z.strictObject({ applicationId: z.string().max(64) });
export const deleteApplicationSchema = z.strictObject({
  applicationId: z.string().max(64),
  name: z.string().trim().max(120),
});

/** `dropFormer`: the keys are known to somebody else, so that nothing they signed may count any more. */
export const rotateOidcKeysSchema = z.strictObject({ dropFormer: z.boolean().default(false) });

export const applicationViewSchema = z.object({
  /** The client_id. */
  id: z.string(),
  ...facts,
  redirectUris: z.array(z.string()),
  postLogoutRedirectUris: z.array(z.string()),
  connectionName: z.string(),
  createdAt: z.number(),
  secretRenewedAt: z.number().nullable(),
  lastUsedAt: z.number().nullable(),
});
export type ApplicationView = z.infer<typeof applicationViewSchema>;

/** The secret is shown this once; only its hash is kept. */
export const applicationSecretSchema = z.object({ id: z.string(), secret: z.string().nullable() });
export type ApplicationSecretView = z.infer<typeof applicationSecretSchema>;

export const signingKeyViewSchema = z.object({
  kid: z.string(),
  createdAt: z.number(),
  /** Null while it still signs or will. */
  retiredAt: z.number().nullable(),
  isSigning: z.boolean(),
});
export const applicationsViewSchema = z.object({
  issuer: z.string(),
  applications: z.array(applicationViewSchema),
  signingKeys: z.array(signingKeyViewSchema),
});
export type ApplicationsView = z.infer<typeof applicationsViewSchema>;
