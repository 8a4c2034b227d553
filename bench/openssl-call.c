/* What OpenSSL takes for one library call, without the start of a process. Prints one JSON object.
 *   verify ROOT.der ISSUING.der LEAVES.der AT     paths of three certificates, each leaf judged once
 *   crl FILE.der SERIAL ABSENT                     a revocation list read, a number on it looked up, then often one that is not */
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static double held_mib(void) {
  struct mallinfo2 info = mallinfo2();
  return (info.uordblks + info.hblkhd) / 1048576.0;
}

static ASN1_INTEGER *integer_of(const char *hex) {
  BIGNUM *number = NULL;
  BN_hex2bn(&number, hex);
  return BN_to_ASN1_INTEGER(number, NULL);
}

static unsigned char *read_all(const char *path, long *length) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) exit(2);
  fseek(file, 0, SEEK_END);
  *length = ftell(file);
  rewind(file);
  unsigned char *bytes = malloc(*length);
  if (bytes == NULL || fread(bytes, 1, *length, file) != (size_t)*length) exit(2);
  fclose(file);
  return bytes;
}

static X509 *read_one(const char *path) {
  long length;
  const unsigned char *at = read_all(path, &length);
  X509 *certificate = d2i_X509(NULL, &at, length);
  if (certificate == NULL) exit(2);
  return certificate;
}

static int verify(char **words) {
  X509_STORE *store = X509_STORE_new();
  X509_STORE_add_cert(store, read_one(words[0]));
  STACK_OF(X509) *untrusted = sk_X509_new_null();
  sk_X509_push(untrusted, read_one(words[1]));
  STACK_OF(X509) *leaves = sk_X509_new_null();
  long length;
  const unsigned char *at = read_all(words[2], &length);
  const unsigned char *end = at + length;
  while (at < end) {
    X509 *leaf = d2i_X509(NULL, &at, end - at);
    if (leaf == NULL) exit(2);
    sk_X509_push(leaves, leaf);
  }
  int accepted = 0;
  double start = now_ms();
  for (int i = 0; i < sk_X509_num(leaves); i++) {
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    X509_STORE_CTX_init(ctx, store, sk_X509_value(leaves, i), untrusted);
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);
    X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_CLIENT);
    X509_VERIFY_PARAM_set_time(param, atol(words[3]));
    accepted += X509_verify_cert(ctx) == 1;
    X509_STORE_CTX_free(ctx);
  }
  printf("{\"accepted\":%d,\"ms\":%f}\n", accepted, now_ms() - start);
  return 0;
}

static int crl(char **words) {
  long length;
  const unsigned char *bytes = read_all(words[0], &length);
  const unsigned char *at = bytes;
  ASN1_INTEGER *serial = integer_of(words[1]);
  ASN1_INTEGER *absent = integer_of(words[2]);
  X509_REVOKED *entry = NULL;
  double before = held_mib();
  double start = now_ms();
  X509_CRL *list = d2i_X509_CRL(NULL, &at, length);
  if (list == NULL) return 2;
  double read = now_ms();
  int found = X509_CRL_get0_by_serial(list, &entry, serial);
  double first = now_ms();
  const int rounds = 200000;
  for (int i = 0; i < rounds; i++) found += X509_CRL_get0_by_serial(list, &entry, absent);
  double last = now_ms();
  printf("{\"found\":%s,\"readMs\":%f,\"firstMs\":%f,\"lookUpNs\":%f,\"mib\":%f}\n", found == 1 ? "true" : "false",
         read - start, first - read, (last - first) * 1e6 / rounds, held_mib() - before);
  return 0;
}

int main(int count, char **words) {
  if (count == 6 && strcmp(words[1], "verify") == 0) return verify(words + 2);
  if (count == 5 && strcmp(words[1], "crl") == 0) return crl(words + 2);
  return 2;
}
