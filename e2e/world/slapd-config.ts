/** slapd.conf of one OpenLDAP server that keeps everything in its folder. */
export function slapdConfig(options: {
  readonly folder: string;
  readonly base: string;
  readonly administrator: { readonly dn: string; readonly password: string };
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
  /** Security strength below which a bind is refused; 0 takes passwords in the clear. */
  readonly minBindStrength: number;
  /** The most entries one answer may have. */
  readonly sizeLimit: number;
}): string {
  const { folder, base, administrator, tls } = options;
  return `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload ppolicy
pidfile ${folder}/slapd.pid
argsfile ${folder}/slapd.args
TLSCACertificateFile ${tls.ca}
TLSCertificateFile ${tls.cert}
TLSCertificateKeyFile ${tls.key}
disallow bind_anon
sizelimit ${options.sizeLimit}
security simple_bind=${options.minBindStrength}
threads 8

database mdb
suffix "${base}"
rootdn "${administrator.dn}"
rootpw ${administrator.password}
directory ${folder}/db
maxsize 268435456
dbnosync
index objectClass,uid,mail,cn,member,uniqueMember,memberUid eq
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none

overlay memberof
memberof-group-oc groupOfNames
memberof-member-ad member

overlay ppolicy
ppolicy_default "cn=default,ou=policies,${base}"
ppolicy_use_lockout
`;
}
