import { expect, it } from 'vitest';
import { typedHosts } from '#components/workshop/typed-hosts.ts';
import { typedPerson } from '#components/workshop/typed-person.ts';

const nobody = { commonName: 'Alice', upn: '', email: '', sid: '' };

it('takes a person with nothing but a name, and one with everything', () => {
  expect(typedPerson(nobody)).toEqual({ ok: true, value: { commonName: 'Alice' } });
  const whole = {
    commonName: ' Alice ',
    upn: 'älice@fabrikam.example',
    email: 'a@b.example',
    sid: 'S-1-5-21-1-2-3-1104',
  };
  expect(typedPerson(whole)).toEqual({ ok: true, value: { ...whole, commonName: 'Alice' } });
});

it.each([
  ['commonName', '  '],
  ['commonName', 'x'.repeat(65)],
  ['upn', 'alice'],
  ['upn', 'alice @fabrikam.example'],
  ['email', 'älice@fabrikam.example'],
  ['email', `${'a'.repeat(300)}@b.example`],
  ['sid', 'S-1-5-21-'],
  ['sid', '1104'],
])('says what is wrong with %s “%s”', (field, value) => {
  const outcome = typedPerson({ ...nobody, [field]: value });
  expect(outcome.ok ? {} : Object.keys(outcome.problem)).toEqual([field]);
});

it('takes hosts divided by anything, each once, and names the one that is none', () => {
  expect(typedHosts('https://a.example:8443, B.example\n10.0.0.1 a.example')).toEqual({
    ok: true,
    value: [
      { kind: 'dns', value: 'a.example' },
      { kind: 'dns', value: 'b.example' },
      { kind: 'ip', value: '10.0.0.1' },
    ],
  });
  expect(typedHosts(' ')).toMatchObject({ ok: false });
  expect(typedHosts('a.example b/c')).toMatchObject({ ok: false, problem: expect.stringContaining('“b/c”') });
  expect(typedHosts(Array.from({ length: 101 }, (_, at) => `h${at}.example`).join(' '))).toMatchObject({ ok: false });
});
