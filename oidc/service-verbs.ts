import { findApplication } from '#lib/services/application/find-application.ts';
import { recordApplicationUse } from '#lib/services/application/record-application-use.ts';
import { consumeOidcPayload } from '#lib/services/oidc/consume-oidc-payload.ts';
import { findOidcPayload, findOidcPayloadByUid } from '#lib/services/oidc/find-oidc-payload.ts';
import { loadOidcKeys } from '#lib/services/oidc/load-oidc-keys.ts';
import {
  removeExpiredOidcPayloads,
  removeOidcGrant,
  removeOidcPayload,
} from '#lib/services/oidc/remove-oidc-payload.ts';
import { saveOidcPayload } from '#lib/services/oidc/save-oidc-payload.ts';
import { beginSignIn } from '#lib/services/sign-in/begin-sign-in.ts';
import { findPerson } from '#lib/services/sign-in/find-person.ts';
import { finishSignIn } from '#lib/services/sign-in/finish-sign-in.ts';
import type { OidcVerbs } from '#oidc/oidc-verbs.ts';

export const serviceVerbs: OidcVerbs = {
  findApplication,
  recordApplicationUse,
  saveOidcPayload,
  findOidcPayload,
  findOidcPayloadByUid,
  consumeOidcPayload,
  removeOidcPayload,
  removeOidcGrant,
  removeExpiredOidcPayloads,
  loadOidcKeys,
  beginSignIn,
  finishSignIn,
  findPerson,
};
