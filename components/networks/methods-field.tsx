'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { methodsInOrder } from '#lib/flow/flow-sentence.ts';
import { methods as allMethods, type Method, methodName } from '#lib/flow/flow-settings.ts';

type MethodsFieldProps = {
  /** Undefined: those of the connection. */
  value: readonly Method[] | undefined;
  onChange: (value: readonly Method[] | undefined) => void;
  /** The methods that are on for the connection, in its order. */
  connection: readonly Method[];
};

/** The connection's methods, or a network's own in their order. */
export function MethodsField({ value, onChange, connection }: MethodsFieldProps) {
  const own = value ?? [];
  const listed = [...own, ...allMethods.filter((method) => !own.includes(method))];
  const move = (method: Method, by: number) => {
    const from = own.indexOf(method);
    onChange(own.toSpliced(from, 1).toSpliced(from + by, 0, method));
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Ways of signing in</legend>
      <label className="flex items-baseline gap-2">
        <input
          type="radio"
          name="network-methods"
          className="accent-accent"
          checked={value === undefined}
          onChange={() => onChange(undefined)}
        />
        <span>
          As the connection: <span className="text-muted">{methodsInOrder(connection)}</span>
        </span>
      </label>
      <label className="flex items-baseline gap-2">
        <input
          type="radio"
          name="network-methods"
          className="accent-accent"
          checked={value !== undefined}
          onChange={() => onChange(connection)}
        />
        <span>Its own, in this order</span>
      </label>
      {value !== undefined && (
        <ol className="ml-6 flex flex-col gap-1">
          {listed.map((method) => {
            const place = own.indexOf(method);
            const isOn = place >= 0;
            const name = methodName(method);
            return (
              <li key={method} className="flex min-h-8 flex-wrap items-center gap-2">
                <Checkbox
                  aria-label={name}
                  checked={isOn}
                  onCheckedChange={(checked) =>
                    onChange(checked === true ? [...own, method] : own.filter((one) => one !== method))
                  }
                />
                <span className={isOn ? 'min-w-32' : 'min-w-32 text-muted'}>
                  {isOn && `${place + 1}. `}
                  {name}
                </span>
                {isOn && (
                  <>
                    <Button
                      variant="ghost"
                      size="icon"
                      aria-label={`${name} earlier`}
                      disabled={place === 0}
                      onClick={() => move(method, -1)}
                    >
                      <ArrowUp aria-hidden="true" />
                    </Button>
                    <Button
                      variant="ghost"
                      size="icon"
                      aria-label={`${name} later`}
                      disabled={place === own.length - 1}
                      onClick={() => move(method, 1)}
                    >
                      <ArrowDown aria-hidden="true" />
                    </Button>
                  </>
                )}
                {isOn && !connection.includes(method) && (
                  <span className="text-attention">off for the connection, so not offered</span>
                )}
              </li>
            );
          })}
          {own.length === 0 && <li className="text-bad">Choose at least one way of signing in.</li>}
          {own.length > 0 && !own.includes('password') && (
            <li className="text-muted">
              Without a password at the end, {methodName(own.at(-1) ?? 'password')} is final: who fails there is told
              why and does not get in.
            </li>
          )}
        </ol>
      )}
    </fieldset>
  );
}
