import type { findApplication } from '#lib/services/application/find-application.ts';
import type { recordApplicationUse } from '#lib/services/application/record-application-use.ts';
import type { consumeOidcPayload } from '#lib/services/oidc/consume-oidc-payload.ts';
import type { findOidcPayload, findOidcPayloadByUid } from '#lib/services/oidc/find-oidc-payload.ts';
import type { loadOidcKeys } from '#lib/services/oidc/load-oidc-keys.ts';
import type {
  removeExpiredOidcPayloads,
  removeOidcGrant,
  removeOidcPayload,
} from '#lib/services/oidc/remove-oidc-payload.ts';
import type { saveOidcPayload } from '#lib/services/oidc/save-oidc-payload.ts';
import type { beginSignIn } from '#lib/services/sign-in/begin-sign-in.ts';
import type { findPerson } from '#lib/services/sign-in/find-person.ts';
import type { finishSignIn } from '#lib/services/sign-in/finish-sign-in.ts';

/** What the OpenID door asks of services. */
export type OidcVerbs = {
  readonly findApplication: typeof findApplication;
  readonly recordApplicationUse: typeof recordApplicationUse;
  readonly saveOidcPayload: typeof saveOidcPayload;
  readonly findOidcPayload: typeof findOidcPayload;
  readonly findOidcPayloadByUid: typeof findOidcPayloadByUid;
  readonly consumeOidcPayload: typeof consumeOidcPayload;
  readonly removeOidcPayload: typeof removeOidcPayload;
  readonly removeOidcGrant: typeof removeOidcGrant;
  readonly removeExpiredOidcPayloads: typeof removeExpiredOidcPayloads;
  readonly loadOidcKeys: typeof loadOidcKeys;
  readonly beginSignIn: typeof beginSignIn;
  readonly finishSignIn: typeof finishSignIn;
  readonly findPerson: typeof findPerson;
};
