import type { HopReadiness } from '#components/flow/readiness.ts';
import { count } from '#components/words/count.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import { frontFacingHost } from '#lib/contracts/front-facing-url.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import type { Finding } from '#lib/core/finding.ts';
import { mappingSourceNames } from '#lib/core/mapping-rule.ts';
import { isMappingWeak } from '#lib/pki/mapping/is-mapping-weak.ts';

/* The hops behind the certificate check: what the settings say of them, and what linked connectors report. */

/** From a certificate to a person. */
export function mappingReadiness(
  { mapping: rules, mappingStrength }: Pick<Settings, 'mapping' | 'mappingStrength'>,
  findings: readonly Finding[] | undefined,
): HopReadiness {
  const tab = 'methods';
  const impossible = findings?.find(({ id, severity }) => id.startsWith('MAPPING-') && severity === 'error');
  if (impossible !== undefined)
    return { state: 'blocked', short: 'see findings', text: `${impossible.subject}: ${impossible.message}`, tab };
  // Weak rules are passed over where strong mapping is required.
  const mapping = mappingStrength === 'strong' ? rules.filter((rule) => !isMappingWeak(rule)) : rules;
  const [first] = mapping;
  if (first === undefined)
    return {
      state: 'blocked',
      short: 'no rule',
      text:
        rules.length === 0
          ? 'No rule says whose a certificate is.'
          : 'Strong mapping is required, and no rule is strong.',
      tab,
    };
  const rest = mapping.length === 1 ? '' : `, then ${count(mapping.length - 1, 'more rule')}`;
  return {
    state: 'ready',
    short: mapping.length === 1 ? first.attribute : `${mapping.length} rules`,
    text: `The certificate’s ${mappingSourceNames[first.source]} is looked for in ${first.attribute}${rest}.`,
    tab,
  };
}

type Reporting = Pick<ConnectorView, 'name' | 'state' | 'directory' | 'kerberos'>;

/** What is behind the connectors that are linked now. */
export function directoryReadiness(connectors: readonly Reporting[]): HopReadiness {
  const tab = 'connectors';
  const reports = connectors.flatMap(({ name, directory }) => (directory === null ? [] : [{ name, ...directory }]));
  if (reports.length === 0)
    return { state: 'unchecked', short: 'not known', text: 'No connector is linked that could tell.', tab };
  const answering = reports.filter((one) => one.state === 'answering');
  const short = `${answering.length} of ${reports.length}`;
  const silent = reports.find((one) => one.state !== 'answering');
  const why =
    silent === undefined
      ? ''
      : silent.state === 'none'
        ? `${silent.name} has no directory in its config.json.`
        : `The directory of ${silent.name} does not answer${silent.detail === undefined ? '.' : `: ${silent.detail}`}`;
  if (answering.length === 0) return { state: 'blocked', short, text: why, tab };
  if (why !== '') return { state: 'attention', short, text: why, tab };
  const trial = answering.find((one) => one.kind === 'ldif');
  if (trial !== undefined)
    return {
      state: 'attention',
      short: 'LDIF file',
      text: `${trial.name} answers from an LDIF file, for trying things out.`,
      tab,
    };
  const behind = answering.find((one) => one.answering < one.configured);
  if (behind !== undefined) {
    const text = `${behind.name} reaches ${behind.answering} of its ${count(behind.configured, 'directory server')}.`;
    return { state: 'attention', short, text, tab };
  }
  return { state: 'ready', short, text: `The directory answers ${count(answering.length, 'connector')}.`, tab };
}

/** Whether connectors hold a key for the name that browsers ask tickets for. */
export function kerberosReadiness(settings: Settings, connectors: readonly Reporting[]): HopReadiness {
  const tab = 'connectors';
  const host = frontFacingHost(settings.kerberos.frontFacingUrl || settings.frontFacingUrl);
  if (host === undefined)
    return {
      state: 'blocked',
      short: 'no URL',
      text: 'No front-facing URL is set, so no ticket can be asked for.',
      tab: 'methods',
    };
  const reports = connectors.flatMap(({ name, kerberos }) => (kerberos === null ? [] : [{ name, ...kerberos }]));
  if (reports.length === 0)
    return { state: 'unchecked', short: 'not known', text: 'No connector is linked that could tell.', tab };
  const wanted = `HTTP/${host}@`.toLowerCase();
  const holds = (principals: readonly string[]) => principals.some((one) => one.toLowerCase().startsWith(wanted));
  const ready = reports.filter((one) => one.state === 'ready' && holds(one.principals));
  const short = `${ready.length} of ${reports.length}`;
  const other = reports.find((one) => !ready.includes(one));
  if (other === undefined)
    return {
      state: 'ready',
      short,
      text: `${count(ready.length, 'connector')} hold${ready.length === 1 ? 's' : ''} a key for HTTP/${host}.`,
      tab,
    };
  const text =
    other.state === 'none'
      ? `${other.name} has no keytab in its config.json.`
      : other.state === 'failing'
        ? `The keytab of ${other.name} cannot be used${other.detail === undefined ? '.' : `: ${other.detail}`}`
        : `The keytab of ${other.name} has no key for HTTP/${host}.`;
  return { state: ready.length === 0 ? 'blocked' : 'attention', short, text, tab };
}
