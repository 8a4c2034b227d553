const maxLength = 80;
/** Names that Windows keeps to itself, whatever stands behind the dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A name that every file system takes, from a certificate's: `*.fabrikam.example` gives `wildcard.fabrikam.example.pem`. RFC 8089 leaves names to the system. */
export function writeFileName(name: string, ending: string): string {
  const plain = name
    .replace(/^\*\./, 'wildcard.')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._@-]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .slice(0, maxLength)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  const base = plain === '' || reserved.test(plain) ? `certificate${plain === '' ? '' : `-${plain}`}` : plain;
  return `${base}.${ending}`;
}

/** The names with a number behind those that came before: two certificates of one name are two files. */
export function withoutNamesakes(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const dot = name.lastIndexOf('.');
    let fresh = name;
    for (let number = 2; taken.has(fresh); number += 1) fresh = `${name.slice(0, dot)}-${number}${name.slice(dot)}`;
    taken.add(fresh);
    return fresh;
  });
}
