'use client';

import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { KeyPlace } from '#components/workshop/use-key-place.ts';

const places = [
  ['connector', 'On a connector', 'the key never leaves that machine, and only it can serve the certificate'],
  ['browser', 'In this browser', 'you save the key as a file; it is sealed to every connector'],
] as const;

/** Where the key is made, and on which connector. */
export function KeyPlaceFields({ at }: { at: KeyPlace }) {
  return (
    <div className="flex max-w-3xl flex-col gap-3">
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">Where the key is made</legend>
        {places.map(([place, label, text]) => (
          <label key={place} className="flex items-baseline gap-2">
            <input
              type="radio"
              name="key-place"
              className="accent-accent"
              checked={at.place === place}
              disabled={place === 'connector' && at.obstacle !== undefined}
              onChange={() => at.setPlace(place)}
            />
            <span className="min-w-0">
              <span className="font-medium">{label}:</span>{' '}
              <span className="text-muted">{(place === 'connector' ? at.obstacle : undefined) ?? text}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {at.place === 'connector' && (
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          {at.connections.length > 1 && (
            <Field label="Connection">
              <Select
                options={at.connections.map(({ id, name }) => ({ value: id, label: name }))}
                value={at.connectionId}
                onChange={(event) => at.setConnection(event.target.value)}
              />
            </Field>
          )}
          <Field
            label="Connector"
            error={
              at.connector === undefined && !at.isReading
                ? 'None of this connection’s connectors is online.'
                : undefined
            }
          >
            <Select
              options={at.connectors.map(({ id, name }) => ({ value: id, label: name }))}
              value={at.connector?.id ?? ''}
              disabled={at.connector === undefined}
              onChange={(event) => at.setConnector(event.target.value)}
            />
          </Field>
        </div>
      )}
    </div>
  );
}
