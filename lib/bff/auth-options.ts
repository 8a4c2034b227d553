import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import credentialsProvider from 'next-auth/providers/credentials';
import { runtime } from '#lib/bff/runtime.ts';
import { unexpectedProblem } from '#lib/bff/unexpected-problem.ts';
import { signInAdministrator } from '#lib/services/administrators/sign-in-administrator.ts';

const longestSessionMs = 8 * 60 * 60_000;

/** Administrators' sessions: an encrypted cookie with the administrator's id and session epoch; rights are read anew per request. */
export function authOptions(): NextAuthOptions {
  const { authSecret, context, publicUrl } = runtime();
  return {
    secret: authSecret,
    session: { strategy: 'jwt', maxAge: longestSessionMs / 1000 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    useSecureCookies: publicUrl.startsWith('https://'),
    providers: [
      credentialsProvider({
        id: 'password',
        name: 'password',
        credentials: { email: {}, password: {} },
        authorize: async (credentials, request) => {
          const header: unknown = request.headers?.['x-gatehouse-address'];
          const address = typeof header === 'string' ? header : 'unknown';
          // next-auth hands the message of whatever is thrown to the page as a code; the sentence for it stands there.
          const outcome = await signInAdministrator(
            { ...context, actor: { kind: 'anonymous', address } },
            credentials,
          ).catch((cause: unknown) => {
            throw new Error(unexpectedProblem(context, cause).code);
          });
          if (!outcome.ok) throw new Error(outcome.problem.code);
          return { ...outcome.value };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        // Names and addresses that next-auth would put in are read anew instead, and so never stale.
        user ? { sub: user.id, sessionEpoch: Reflect.get(user, 'sessionEpoch'), beganAt: context.now() } : token,
      session: ({ session, token }) => {
        // next-auth renews a cookie whenever it is asked for the session: whoever took one could keep it for ever.
        const { beganAt } = token;
        if (typeof beganAt !== 'number' || context.now() - beganAt >= longestSessionMs) return session;
        Reflect.set(session, 'administratorId', token.sub);
        Reflect.set(session, 'sessionEpoch', token['sessionEpoch']);
        return session;
      },
    },
  };
}
