import type { Settings } from '#lib/contracts/settings.ts';
import { canonicalJson } from '#lib/core/canonical-json.ts';

export type SettingsDelta = { readonly before: Partial<Settings>; readonly after: Partial<Settings> };

/**
 * What is different between two settings, and nothing else: the parts of `before` and of `after` that are not alike. Of networks and CA
 * certificates, of which there can be thousands and whose order decides nothing, only those that the other side does not have.
 */
export function settingsDelta(before: Settings, after: Settings): SettingsDelta {
  const was: Record<string, unknown> = {};
  const is: Record<string, unknown> = {};
  for (const name of Object.keys({ ...before, ...after }) as (keyof Settings)[]) {
    const [old, fresh] = [before[name], after[name]];
    if (canonicalJson(old) === canonicalJson(fresh)) continue;
    if ((name === 'networks' || name === 'caCertificates') && Array.isArray(old) && Array.isArray(fresh)) {
      was[name] = without(old, fresh);
      is[name] = without(fresh, old);
    } else {
      was[name] = old;
      is[name] = fresh;
    }
  }
  return { before: was, after: is };
}

function without(all: readonly unknown[], other: readonly unknown[]): unknown[] {
  const there = new Set(other.map((one) => canonicalJson(one)));
  return all.filter((one) => !there.has(canonicalJson(one)));
}
