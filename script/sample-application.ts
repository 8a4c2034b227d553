import { startSampleApplication } from '#e2e/world/sample-application.ts';

/* script/node script/sample-application.ts ISSUER CLIENT-ID [CLIENT-SECRET]: an application to sign in to, on http://localhost:4000. */

const port = 4000;
const [issuer, clientId, clientSecret] = process.argv.slice(2);
if (issuer === undefined || clientId === undefined) {
  console.error('It needs what the console shows of a new application: ISSUER CLIENT-ID [CLIENT-SECRET].');
  process.exit(2);
}
const secret = clientSecret === undefined ? {} : { clientSecret };
const { url } = await startSampleApplication({ port, issuer, clientId, ...secret });
console.log(
  `The sample application is at ${url}. Its redirect URI is ${url}/callback; after signing out people come to ${url}/.`,
);
