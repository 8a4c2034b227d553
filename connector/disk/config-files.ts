import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '#connector/disk/config.ts';
import { isOpenToOthers } from '#connector/disk/open-to-others.ts';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

/** Paths in config.json count from the folder it is in. */
export function resolveConfigPaths(config: Config, configPath: string): Config {
  const absolute = (path: string) => resolve(dirname(configPath), path);
  const { directory, kerberos, testCertificate } = config;
  return {
    ...config,
    ...(directory === undefined ? {} : { directory: resolveDirectoryPaths(directory, absolute) }),
    ...(kerberos === undefined ? {} : { kerberos: { ...kerberos, keytab: absolute(kerberos.keytab) } }),
    ...(testCertificate === undefined ? {} : { testCertificate: absolute(testCertificate) }),
  };
}

function resolveDirectoryPaths(
  directory: NonNullable<Config['directory']>,
  absolute: (path: string) => string,
): NonNullable<Config['directory']> {
  if (directory.kind === 'ldif') return { ...directory, file: absolute(directory.file) };
  const { bindPasswordFile, ca } = directory;
  return {
    ...directory,
    ...(bindPasswordFile === undefined ? {} : { bindPasswordFile: absolute(bindPasswordFile) }),
    ...(ca === undefined ? {} : { ca: ca.map(absolute) }),
  };
}

/** Whether the files that config.json names can be used; the value is what to warn of. */
export async function checkConfigFiles(config: Config, configPath: string): Promise<Outcome<readonly string[]>> {
  const wrong: string[] = [];
  const warnings: string[] = [];
  const { directory, kerberos, testCertificate } = config;
  const readable = async (key: string, path: string): Promise<string | undefined> => {
    try {
      return await readFile(path, 'latin1');
    } catch (cause) {
      wrong.push(`${key}: ${path} cannot be read (${reasonOf(cause)}). Correct the path or the rights of the file`);
      return undefined;
    }
  };
  const secret = async (key: string, path: string, until = '') => {
    if (await isFileOpenToOthers(path))
      warnings.push(`${path} (${key}) is open to other users of this machine${until}; run: chmod 600 ${path}`);
  };
  if (directory?.kind === 'ldif') await readable('directory.file', directory.file);
  if (directory?.kind === 'ldap') {
    for (const [index, path] of (directory.ca ?? []).entries()) {
      const text = await readable(`directory.ca.${index}`, path);
      if (text !== undefined && !holdsCertificates(text))
        wrong.push(`directory.ca.${index}: ${path} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`);
    }
    if (directory.bindPassword !== undefined) await secret('directory.bindPassword', configPath);
    if (directory.bindPasswordFile !== undefined) {
      const text = await readable('directory.bindPasswordFile', directory.bindPasswordFile);
      if (text?.trim() === '') wrong.push(`directory.bindPasswordFile: ${directory.bindPasswordFile} is empty`);
      await secret('directory.bindPasswordFile', directory.bindPasswordFile);
    }
  }
  if (kerberos !== undefined) {
    await readable('kerberos.keytab', kerberos.keytab);
    await secret('kerberos.keytab', kerberos.keytab, ', and no ticket is taken with it');
  }
  if (testCertificate !== undefined) {
    const text = await readable('testCertificate', testCertificate);
    if (text !== undefined && !holdsCertificates(text))
      wrong.push(`testCertificate: ${testCertificate} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`);
  }
  if (wrong.length > 0) return failure('invalid-input', `${configPath} does not fit: ${wrong.join('; ')}.`);
  return success(warnings);
}

function holdsCertificates(text: string): boolean {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block)).length > 0;
  } catch {
    return false;
  }
}

async function isFileOpenToOthers(path: string): Promise<boolean> {
  try {
    return isOpenToOthers(await stat(path));
  } catch {
    return false;
  }
}
