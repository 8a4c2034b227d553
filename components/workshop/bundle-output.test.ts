import { expect, it } from 'vitest';
import { bundleForms, bundleProblem, keysGo } from '#components/workshop/bundle-output.ts';

it('needs something to write, whatever the form', () => {
  for (const { value } of bundleForms) {
    expect(bundleProblem(value, { certificates: 0, keys: 0 })).toMatch(/at least one/);
    expect(bundleProblem(value, { certificates: 2, keys: 1 })).toBeUndefined();
  }
});

it('writes keys alone as single files only, and one key into a PFX', () => {
  expect(bundleProblem('single-pem', { certificates: 0, keys: 2 })).toBeUndefined();
  expect(bundleProblem('pkcs7', { certificates: 0, keys: 1 })).toMatch(/certificate/);
  expect(bundleProblem('pfx', { certificates: 0, keys: 1 })).toMatch(/certificate/);
  expect(bundleProblem('pfx', { certificates: 3, keys: 2 })).toMatch(/one key/);
  expect(bundleProblem('pfx', { certificates: 3, keys: 0 })).toBeUndefined();
});

it('puts keys nowhere a form has no room for them', () => {
  expect(keysGo('pkcs7')).toBe('nowhere');
  expect(keysGo('pfx')).toBe('inside');
  expect(keysGo('single-der')).toBe('beside');
});
