import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

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

/** Checks signature, purpose, times and form; whom it is for is the caller's to compare. */
export async function openSignInRequest(
  signed: string,
  gatehouseKey: CryptoKey,
  at: number,
): Promise<{ ok: true; request: SignInRequest } | { ok: false; fault: SignInRequestFault; detail: string }> {
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
    const isExpired = cause instanceof errors.JWTExpired;
    return { ok: false, fault: isExpired ? 'request-expired' : 'request-invalid', detail: String(cause) };
  }
}
