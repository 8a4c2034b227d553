import { type Method, methodName } from '#lib/flow/flow-settings.ts';

/** `client certificate · Kerberos · password`. */
export function MethodList({ methods }: { methods: readonly Method[] }) {
  return <span>{methods.map(methodName).join(' · ')}</span>;
}
