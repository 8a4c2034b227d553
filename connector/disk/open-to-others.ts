/** Whether users who are neither the owner nor of the group of a file may do anything with it; whoever may write it can put a secret of their own there. */
export function isOpenToOthers({ mode }: { readonly mode: number }): boolean {
  // Windows has access lists instead, which this number does not tell.
  return process.platform !== 'win32' && (mode & 0o007) !== 0;
}
