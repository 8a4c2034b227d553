import { describe, expect, it } from 'vitest';
import { emptySettings, settingsSchema } from '#lib/contracts/settings.ts';

const { mapping: _, revocation: __, session: ___, ...rest } = emptySettings;
const before = { ...rest, kerberos: { enabled: false } };

describe('settingsSchema', () => {
  it('reads settings files from before mapping, revocation, sessions and a URL of Kerberos’ own', () => {
    expect(settingsSchema.parse(before)).toEqual(emptySettings);
    expect(settingsSchema.parse(JSON.parse(JSON.stringify(emptySettings)))).toEqual(emptySettings);
  });

  it('gives each reading a mapping of its own', () => {
    expect(settingsSchema.parse(before).mapping).not.toBe(settingsSchema.parse(before).mapping);
  });

  const issues = (more: object) => {
    const parsed = settingsSchema.safeParse({ ...emptySettings, ...more });
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
  };

  it.each(['objectSid', 'employeeNumber', 'x-card-id'])('takes %s as an attribute', (attribute) => {
    expect(issues({ mapping: [{ source: 'sid', attribute }] })).toEqual([]);
  });

  it.each(['', 'mail)(uid=*', '1.2.3', 'mail;binary', 'a b', 'ä', 'a'.repeat(101)])(
    'refuses “%s” as an attribute',
    (attribute) => {
      expect(issues({ mapping: [{ source: 'sid', attribute }] })).toEqual(['mapping.0.attribute']);
    },
  );

  it('refuses what makes no sense', () => {
    expect(issues({ mapping: [] })).toEqual(['mapping']);
    expect(issues({ mapping: [{ source: 'dns', attribute: 'cn' }] })).toEqual(['mapping.0.source']);
    expect(issues({ revocation: { mode: 'maybe' } })).toEqual(['revocation.mode']);
    expect(issues({ session: { hours: 0, keepSignedInDays: 91 } })).toEqual([
      'session.hours',
      'session.keepSignedInDays',
    ]);
    expect(issues({ kerberos: { enabled: true, frontFacingUrl: 'http://sso.example' } })).toEqual([
      'kerberos.frontFacingUrl',
    ]);
  });
});
