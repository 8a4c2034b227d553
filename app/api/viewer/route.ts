import { jsonRoute } from '#lib/bff/route.ts';
import { currentAdministrator, viewerAddress } from '#lib/bff/session.ts';
import { failure, success } from '#lib/core/outcome.ts';

export const GET = () =>
  jsonRoute(async () => {
    const administrator = await currentAdministrator();
    if (administrator === undefined) return failure('not-signed-in', 'Sign in to go on.');
    return success({ administrator, ...(await viewerAddress()) });
  });
