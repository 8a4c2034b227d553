import { storableJson } from '#lib/services/parse-input.ts';

/** What a connector said, without the characters the database does not store. */
export function storable<Value>(value: Value): Value {
  return JSON.parse(storableJson(value)) as Value;
}
