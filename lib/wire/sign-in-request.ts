import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { openCompact, type VerifyBytes } from '#lib/wire/compact-jws.ts';

/** What Gatehouse sends a browser to a connector with: signed, good for one answer and for a short time. */
const signInRequestSchema = z.object({
  /** Gatehouse's public URL. */
  iss: z.string().max(300),
  /** The front-facing URL it is to be shown at. */
  aud: z.string().max(300),
  jti: z.string().min(1).max(100),
  connectionId: z.string().max(64),
  method: z.enum(['client-certificate', 'kerberos']),
  /** Where the browser goes afterwards; on Gatehouse's own origin. */
  returnUrl: z.string().max(500),
  /** Seconds since 1970. */
  iat: z.number(),
  exp: z.number(),
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

const typ = 'gatehouse-sign-in+jwt';
/** Clocks of connectors may be a little off; a request lives no longer for it, since Gatehouse checks its own clock too. */
const clockToleranceS = 60;

export function signSignInRequest(request: SignInRequest, gatehouseKey: CryptoKey): Promise<string> {
  return new SignJWT({ ...request }).setProtectedHeader({ alg: 'ES256', typ }).sign(gatehouseKey);
}

export type SignInRequestFault = 'request-invalid' | 'request-expired';

/** `request` where it was made by Gatehouse and has only expired: its return URL is as good as ever. */
export type OpenedSignInRequest =
  | { readonly ok: true; readonly request: SignInRequest }
  | {
      readonly ok: false;
      readonly fault: SignInRequestFault;
      readonly detail: string;
      readonly request?: SignInRequest;
    };

/** Checks signature, purpose, times and form; whom it is for is the caller's to compare. */
export async function openSignInRequest(
  signed: string,
  gatehouseKey: CryptoKey | VerifyBytes,
  at: number,
): Promise<OpenedSignInRequest> {
  if (typeof gatehouseKey === 'function') return readRequest(openCompact(signed, typ, gatehouseKey), at);
  try {
    const { payload } = await jwtVerify(signed, gatehouseKey, {
      algorithms: ['ES256'],
      typ,
      currentDate: new Date(at),
      clockTolerance: clockToleranceS,
      requiredClaims: ['exp', 'jti', 'aud'],
    });
    const parsed = signInRequestSchema.safeParse(payload);
    if (parsed.success) return { ok: true, request: parsed.data };
    return { ok: false, fault: 'request-invalid', detail: parsed.error.issues[0]?.path.join('.') ?? 'form' };
  } catch (cause) {
    if (!(cause instanceof errors.JWTExpired)) return { ok: false, fault: 'request-invalid', detail: String(cause) };
    // The signature and the purpose are checked before the times are.
    const { data: request } = signInRequestSchema.safeParse(cause.payload);
    return {
      ok: false,
      fault: 'request-expired',
      detail: String(cause),
      ...(request === undefined ? {} : { request }),
    };
  }
}

/** RFC 7519 section 4.1.4: at the moment it names the request has expired already; the tolerance comes on top. */
function readRequest(payload: unknown, at: number): OpenedSignInRequest {
  const { data: request, error } = signInRequestSchema.safeParse(payload);
  if (request === undefined)
    return {
      ok: false,
      fault: 'request-invalid',
      detail: error?.issues[0]?.path.join('.') || 'not signed by Gatehouse',
    };
  // Not the other way round: a moment that is no number is no reason to let anybody in.
  if (Math.floor(at / 1000) - clockToleranceS < request.exp) return { ok: true, request };
  return { ok: false, fault: 'request-expired', detail: `it ended at ${request.exp}`, request };
}
