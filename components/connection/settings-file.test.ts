import { describe, expect, it } from 'vitest';
import { readSettingsFile } from '#components/connection/settings-file.ts';
import { emptySettings } from '#lib/contracts/settings.ts';

const file = (text: string) => new File([text], 'settings.json');

describe('readSettingsFile', () => {
  it('reads what Gatehouse exports', async () => {
    expect(await readSettingsFile(file(JSON.stringify(emptySettings)))).toEqual({ ok: true, value: emptySettings });
  });

  it('names the place that is wrong', async () => {
    const wrong = { ...emptySettings, networks: [{ block: '', label: '' }], surprise: 1 };
    const outcome = await readSettingsFile(file(JSON.stringify(wrong)));
    expect(outcome.ok ? [] : outcome.problem.map((sentence) => sentence.split(':')[0])).toEqual([
      'networks.0.block',
      'the file',
    ]);
  });

  it.each(['', 'PK\u0003\u0004', '{"format":1'])('refuses %j as no JSON', async (text) => {
    const outcome = await readSettingsFile(file(text));
    expect(outcome).toMatchObject({ ok: false, problem: [expect.stringContaining('settings.json is not JSON')] });
  });
});
