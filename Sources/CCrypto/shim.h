#ifndef ACCESSLAB_CCRYPTO_SHIM_H
#define ACCESSLAB_CCRYPTO_SHIM_H

#include <openssl/crypto.h>
#include <openssl/evp.h>

/* OPENSSL_VERSION is a macro, which Swift sees as a number without a type. */
static inline const char *accesslab_crypto_version(void) { return OpenSSL_version(OPENSSL_VERSION); }

#endif
