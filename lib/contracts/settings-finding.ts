import { type SettingsFindingId, settingsFindingCatalogue } from '#lib/contracts/settings-finding-catalogue.ts';
import type { Finding } from '#lib/core/finding.ts';

/** A finding of the settings’ catalogue about one thing; without a message of its own it says what the catalogue says. */
export function settingsFinding(id: SettingsFindingId, subject: string, message?: string): Finding {
  const { severity, area, meaning, remedy } = settingsFindingCatalogue[id];
  return { id, severity, area, subject, message: message ?? meaning, remedy };
}
