'use client';

import { useId } from 'react';
import { roleChoices } from '#components/administrators/role-words.ts';
import type { Role } from '#lib/core/role.ts';

/** One of the roles, each with what it may. */
export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Role</legend>
      {roleChoices.map(({ role, name: label, words }) => (
        <label key={role} className="flex items-baseline gap-2">
          <input
            type="radio"
            name={name}
            value={role}
            className="accent-accent"
            checked={value === role}
            onChange={() => onChange(role)}
          />
          <span className="min-w-0">
            {label} <span className="text-muted">{words}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
