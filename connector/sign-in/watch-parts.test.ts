import { expect, test } from 'vitest';
import { watchParts } from '#connector/sign-in/watch-parts.ts';
import { mailbox } from '#connector/test-world/mailbox.ts';
import type { DirectoryState, KerberosState, StateFrame } from '#lib/wire/frames.ts';

function world(lookMs = 60_000) {
  const state = {
    directory: { state: 'failing', kind: 'ldap', answering: 0, configured: 1 } as DirectoryState,
    kerberos: { state: 'none', principals: [] } as KerberosState,
    differences: 0,
    isUp: true,
    changes: 0,
  };
  const frames = mailbox<StateFrame>('state');
  let changed = () => {};
  const parts = watchParts({
    directory: {
      state: () => state.directory,
      watch: (onChange) => {
        changed = onChange;
        return () => {
          changed = () => {};
        };
      },
    },
    kerberos: { state: () => state.kerberos },
    differences: { state: () => ({ count: state.differences }) },
    send: (frame) => {
      if (state.isUp) frames.put(frame);
      return state.isUp;
    },
    onChange: () => {
      state.changes += 1;
    },
    lookMs,
  });
  return { state, frames, parts, changed: () => changed() };
}

test('news are told once, and what nobody heard is told later', () => {
  const { state, frames, parts, changed } = world();
  parts.tell();
  changed();
  expect(frames.all()).toEqual([]);
  state.isUp = false;
  state.directory = { ...state.directory, state: 'answering', answering: 1 };
  changed();
  state.isUp = true;
  parts.tellNews();
  changed();
  expect(frames.all()).toMatchObject([{ t: 'state', directory: { state: 'answering' } }]);
  parts.close();
  state.directory = { ...state.directory, state: 'failing' };
  changed();
  expect(frames.all()).toHaveLength(1);
});

test('a keytab that appears is noticed, though nobody says so', async () => {
  const { state, frames, parts } = world(5);
  parts.tell();
  state.kerberos = { state: 'ready', principals: ['HTTP/sso@X'] };
  expect(await frames.next()).toMatchObject({ kerberos: { state: 'ready' } });
  expect(state.changes).toBeGreaterThan(0);
  parts.close();
});
