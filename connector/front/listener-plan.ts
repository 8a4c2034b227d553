import type { TlsMaterial } from '#connector/front/tls-material.ts';
import type { SignInPlace } from '#connector/sign-in/check-request.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** Which listener of a connector: the one of the front-facing URL, or the one of Kerberos' own URL, which never asks for a certificate. */
export type ListenerName = 'main' | 'kerberos';

/** What each listener answers with; undefined where it is not needed. */
export type ListenerPlan = { readonly main: TlsMaterial | undefined; readonly kerberos: TlsMaterial | undefined };

export const noListeners: ListenerPlan = { main: undefined, kerberos: undefined };

export function isPlanEmpty({ main, kerberos }: ListenerPlan): boolean {
  return main === undefined && kerberos === undefined;
}

/** What people are sent to each listener for. */
export function signInPlace(settings: ConnectorSettings, listener: ListenerName): SignInPlace {
  const { clientCertificate, kerberos, frontFacingUrl } = settings;
  const hasOwn = kerberos.frontFacingUrl !== '' && kerberos.frontFacingUrl !== frontFacingUrl;
  const ticket = kerberos.enabled && hasOwn === (listener === 'kerberos') ? (['kerberos'] as const) : [];
  if (listener === 'kerberos') return { frontFacingUrl: kerberos.frontFacingUrl, methods: ticket };
  return {
    frontFacingUrl,
    methods: [...(clientCertificate.enabled ? (['client-certificate'] as const) : []), ...ticket],
  };
}

export function hasListener(settings: ConnectorSettings): boolean {
  return settings.clientCertificate.enabled || settings.kerberos.enabled;
}

export function listenerPlan(settings: ConnectorSettings, material: TlsMaterial): ListenerPlan {
  const isNeeded = (listener: ListenerName) => signInPlace(settings, listener).methods.length > 0;
  return {
    main: isNeeded('main') ? material : undefined,
    kerberos: isNeeded('kerberos') ? { ...material, isAsking: false } : undefined,
  };
}
