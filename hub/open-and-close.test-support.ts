import { startTestHub } from '#hub/test-hub.test-support.ts';

/* A process of its own for a hub that is opened, used and closed; it ends by itself if nothing is left. */

const world = await startTestHub();
const identity = await world.enrol('cr_1');
const known = world.dial();
await known.greet(identity, world.keyring.publicKey);
const stranger = world.dial();
await stranger.next('challenge');
await world.stop();
await Promise.all([known.closed, stranger.closed]);
console.log('stopped');
