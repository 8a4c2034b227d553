import { type TimeLeft, timeLeft } from '#components/certificates/time-left.ts';
import { serves } from '#components/connection/fleet-status.ts';
import { revocationReadiness } from '#components/flow/revocation-readiness.ts';
import { directoryReadiness, kerberosReadiness, mappingReadiness } from '#components/flow/sign-in-readiness.ts';
import { count } from '#components/words/count.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import { frontFacingHost } from '#lib/contracts/front-facing-url.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import type { Finding } from '#lib/core/finding.ts';
import type { HopKind, Readiness } from '#lib/flow/flow-diagram.ts';

/** A hop's readiness with the few words its badge has room for, and the tab it stands on. */
export type HopReadiness = Readiness & {
  readonly short: string;
  readonly tab?: 'methods' | 'networks' | 'certificates' | 'connectors';
};

export type FlowReadiness = Readonly<Partial<Record<HopKind, HopReadiness>>>;

type Given = {
  readonly settings: Settings;
  /** What was found about the settings; absent while they are still being checked. */
  readonly findings: readonly Finding[] | undefined;
  /** The time of the SSL certificate; absent where it is not read yet. */
  readonly sslValidity: { readonly notBefore: number; readonly notAfter: number } | undefined;
  readonly connectors: readonly ConnectorView[];
  /** The revision shown; absent where the draft is. */
  readonly revision: number | undefined;
  /** Revisions with the same settings. */
  readonly alike?: readonly number[] | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** Whether each hop would work now. The one place that decides it: diagram, list and summary all show these values. */
export function flowReadiness(given: Given): FlowReadiness {
  return {
    gatehouse: { state: 'ready', short: 'answers', text: 'This Gatehouse answers.' },
    'front-facing-url': frontFacingUrl(given),
    tls: listeners(given),
    'authority-check': authorities(given),
    revocation: revocationReadiness(given),
    kerberos: kerberosReadiness(given.settings, given.connectors),
    mapping: mappingReadiness(given.settings, given.findings),
    directory: directoryReadiness(given.connectors),
    'password-form': { state: 'ready', short: 'answers', text: 'The sign-in page is Gatehouse’s own.' },
    hub: hub(given),
    connector: fleet(given),
  };
}

function frontFacingUrl({ settings, findings, sslValidity, now }: Given): HopReadiness {
  const host = frontFacingHost(settings.frontFacingUrl);
  if (host === undefined) {
    const text = 'No front-facing URL is set, so people cannot be sent to a connector.';
    return { state: 'blocked', short: 'no URL', text, tab: 'methods' };
  }
  const tab = 'certificates';
  if (settings.sslCertificate === null)
    return { state: 'blocked', short: 'no cert', text: `There is no SSL certificate for ${host}.`, tab };
  if (findings === undefined)
    return { state: 'unchecked', short: 'reading', text: 'The SSL certificate is being read.', tab };
  const time = sslValidity === undefined ? undefined : timeLeft(sslValidity, now);
  const found = gravest(findings, 'ssl-certificate');
  // The days are the news where they are the trouble.
  if (found !== undefined)
    return { ...found, short: time === undefined || time.state === 'valid' ? 'see findings' : shortTime(time), tab };
  const left = time === undefined ? '' : `, ${time.words}`;
  const short = time === undefined ? 'cert in order' : shortTime(time);
  return { state: 'ready', short, text: `The SSL certificate for ${host} is in order${left}.`, tab };
}

function shortTime(time: TimeLeft): string {
  return time.state === 'valid' || time.state === 'ends-soon' ? `cert ${time.short}` : time.short;
}

function listeners({ connectors, revision }: Given): HopReadiness {
  const tab = 'connectors';
  const total = connectors.length;
  if (total === 0) return { state: 'blocked', short: 'none', text: 'No connector is enrolled that could answer.', tab };
  const online = connectors.filter((one) => one.state === 'online');
  const failed = online.find((one) => one.listener?.state === 'failed');
  if (failed !== undefined) {
    const why = failed.listener?.detail === undefined ? '' : `: ${failed.listener.detail}`;
    return { state: 'attention', short: 'failed', text: `The listener of ${failed.name} failed${why}.`, tab };
  }
  const serving = online.filter((one) => one.listener?.state === 'serving');
  const short = `${serving.length} of ${total} serve`;
  if (serving.length === 0) {
    const text =
      online.length === 0
        ? `None of ${count(total, 'connector')} is online, so it is not known whether one answers.`
        : revision === undefined
          ? 'No connector listens yet; they begin when this is published.'
          : 'No connector listens at the front-facing URL.';
    return { state: revision === undefined && online.length > 0 ? 'attention' : 'blocked', short, text, tab };
  }
  if (serving.length < total) {
    const silent = connectors.filter((one) => !serving.includes(one)).map((one) => one.name);
    return {
      state: 'attention',
      short,
      text: `${serving.length} of ${total} connectors answer; ${names(silent)} not.`,
      tab,
    };
  }
  return {
    state: 'ready',
    short,
    text: `${all(total)} at the front-facing URL and ask${total === 1 ? 's' : ''} for a certificate.`,
    tab,
  };
}

function authorities({ settings, findings }: Given): HopReadiness {
  const tab = 'certificates';
  const amount = settings.caCertificates.length;
  if (amount === 0)
    return {
      state: 'blocked',
      short: 'no CA',
      text: 'There is no CA certificate, so every certificate is refused.',
      tab,
    };
  const short = amount === 1 ? '1 CA' : `${amount.toLocaleString('en')} CAs`;
  if (findings === undefined)
    return { state: 'unchecked', short: 'reading', text: 'The CA certificates are being read.', tab };
  const found = gravest(findings, 'ca-certificates');
  return found === undefined
    ? {
        state: 'ready',
        short,
        text: `Certificates from ${count(amount, 'authority', 'authorities')} are accepted.`,
        tab,
      }
    : { ...found, short, tab };
}

function hub({ connectors }: Given): HopReadiness {
  const tab = 'connectors';
  const online = connectors.filter((one) => one.state === 'online').length;
  if (connectors.length === 0) return { state: 'blocked', short: 'none', text: 'No connector is enrolled.', tab };
  const short = `${online} of ${connectors.length}`;
  if (online === 0)
    return {
      state: 'blocked',
      short,
      text: `None of ${count(connectors.length, 'connector')} is linked to Gatehouse.`,
      tab,
    };
  const state = online < connectors.length ? 'attention' : 'ready';
  return {
    state,
    short,
    text: `${online} of ${count(connectors.length, 'connector')} linked to Gatehouse.`,
    tab,
  };
}

function fleet({ connectors, revision, alike = [] }: Given): HopReadiness {
  const tab = 'connectors';
  const total = connectors.length;
  if (total === 0) return { state: 'blocked', short: 'none', text: 'No connector is enrolled.', tab };
  const refusing = connectors.find((one) => one.rollout?.state === 'refused');
  if (refusing !== undefined) {
    const why = refusing.rollout?.message === undefined ? '' : `: ${refusing.rollout.message}`;
    return {
      state: 'attention',
      short: 'refused',
      text: `${refusing.name} refused revision ${refusing.rollout?.revision}${why}`,
      tab,
    };
  }
  if (revision === undefined) {
    return {
      state: 'ready',
      short: `${total} enrolled`,
      text: `${count(total, 'connector')} will take the draft over when it is published.`,
      tab,
    };
  }
  const current = connectors.filter((one) => serves({ revision, alike }, one)).length;
  return {
    state: current === total ? 'ready' : current === 0 ? 'blocked' : 'attention',
    short: `${current} on rev ${revision}`,
    text: `${current} of ${count(total, 'connector')} run${current === 1 ? 's' : ''} revision ${revision}.`,
    tab,
  };
}

/** What the findings of a part make of it; nothing where there are notes at most. */
function gravest(findings: readonly Finding[], area: Finding['area']): Readiness | undefined {
  const inArea = findings.filter((one) => one.area === area);
  const errors = inArea.filter((one) => one.severity === 'error');
  const warnings = inArea.filter((one) => one.severity === 'warning');
  const [first, ...more] = [...errors, ...warnings];
  if (first === undefined) return undefined;
  const whom = first.area === 'ssl-certificate' && first.id === 'SSL-KEY-NOT-SEALED' ? `${first.subject}: ` : '';
  const rest = more.length === 0 ? '' : ` And ${count(more.length, 'more finding')}.`;
  return { state: errors.length > 0 ? 'blocked' : 'attention', text: `${whom}${first.message}${rest}` };
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, 3).join(', ');
  return all.length > 3 ? `${shown} and ${all.length - 3} more do` : `${shown} ${all.length === 1 ? 'does' : 'do'}`;
}

function all(total: number): string {
  return total === 1 ? 'The connector answers' : `All ${total} connectors answer`;
}
