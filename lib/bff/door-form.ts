import 'server-only';
import type { z } from 'zod';
import { fromUtf8, utf8 } from '#lib/core/bytes.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

/** What a form of the door sent (application/x-www-form-urlencoded); anything else is an empty form. The HTTP door limits its size. */
export async function readDoorFields(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  const fields = new URLSearchParams(type === 'application/x-www-form-urlencoded' ? await request.text() : '');
  return new URLSearchParams([...fields].map(([name, value]) => [name, inMemoryOfItsOwn(value)]));
}

/**
 * A field as it was cut out of the form is a view of the whole form to V8: who keeps the user name for a while would keep the password
 * that stood beside it.
 */
function inMemoryOfItsOwn(value: string): string {
  return fromUtf8(utf8(value));
}

export async function readDoorForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<Outcome<z.infer<Schema>>> {
  const form = schema.safeParse(Object.fromEntries(await readDoorFields(request)));
  return form.success ? success(form.data) : failure('invalid-input', 'This form is none of Gatehouse’s own.');
}
