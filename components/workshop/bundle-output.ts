/** The forms in which the chosen certificates and keys can be written. */
export type BundleForm = 'single-pem' | 'single-der' | 'pem-bundle' | 'pkcs7' | 'pfx';

export const bundleForms: readonly { readonly value: BundleForm; readonly label: string }[] = [
  { value: 'single-pem', label: 'Single files, PEM (.pem)' },
  { value: 'single-der', label: 'Single files, DER (.cer)' },
  { value: 'pem-bundle', label: 'One PEM file, chain in order' },
  { value: 'pkcs7', label: 'One PKCS#7 file (.p7b)' },
  { value: 'pfx', label: 'One PFX with the key (.pfx)' },
];

type Selection = { readonly certificates: number; readonly keys: number };

/** Why this choice cannot be written in this form, in a sentence; undefined where it can. */
export function bundleProblem(form: BundleForm, { certificates, keys }: Selection): string | undefined {
  if (certificates === 0 && keys === 0) return 'Choose at least one certificate or key.';
  if (form === 'pfx' && keys > 1) return 'A PFX for a server or a person holds one key. Choose one.';
  if (certificates === 0 && (form === 'pkcs7' || form === 'pem-bundle')) return 'Choose at least one certificate.';
  if (certificates === 0 && form === 'pfx') return 'Choose the key’s certificate too.';
  return undefined;
}

/** Whether keys are written at all, and beside the certificates or inside. */
export function keysGo(form: BundleForm): 'inside' | 'beside' | 'nowhere' {
  if (form === 'pfx') return 'inside';
  return form === 'pkcs7' ? 'nowhere' : 'beside';
}
