import type { FieldValues, Resolver } from 'react-hook-form';

/** A form's checks, whose code comes when they are first asked for. */
export function lazyResolver<Values extends FieldValues>(load: () => Promise<Resolver<Values>>): Resolver<Values> {
  return async (values, context, options) => (await load())(values, context, options);
}
