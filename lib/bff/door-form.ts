import 'server-only';
import type { z } from 'zod';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

/** What a form of the door sent (application/x-www-form-urlencoded); anything else is an empty form. The HTTP door limits its size. */
export async function readDoorFields(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  return new URLSearchParams(type === 'application/x-www-form-urlencoded' ? await request.text() : '');
}

export async function readDoorForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<Outcome<z.infer<Schema>>> {
  const form = schema.safeParse(Object.fromEntries(await readDoorFields(request)));
  return form.success ? success(form.data) : failure('invalid-input', 'This form is none of Gatehouse’s own.');
}
