/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/curve.h"

#include <stdint.h>
#include <string.h>
#include <zmq.h>

/* ZMQ_ZAP_ENFORCE_DOMAIN, which zmq.h of 4.3.4 shows to drafts only. Without it
 * ZeroMQ lets anybody in while no handler is there; a library that does not
 * know the number refuses it, and the hub does not start. */
enum { ZAP_ENFORCE_DOMAIN = 93 };

static bool set(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

static bool set_text(void *socket, int option, const char *text)
{
    return zmq_setsockopt(socket, option, text, strlen(text)) == 0;
}

bool curve_guard(void *socket, const char *secret, const char *domain)
{
    return set_text(socket, ZMQ_ZAP_DOMAIN, domain) && set(socket, ZAP_ENFORCE_DOMAIN, 1) &&
           set(socket, ZMQ_CURVE_SERVER, 1) && zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, secret, KEY_TEXT_BYTES) == 0;
}

bool curve_trust(void *socket, const struct curve_keys *keys)
{
    char public[KEY_TEXT_BYTES];
    return zmq_curve_public(public, keys->secret) == 0 &&
           zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, keys->hub, KEY_TEXT_BYTES) == 0 &&
           zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, public, KEY_TEXT_BYTES) == 0 &&
           zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, keys->secret, KEY_TEXT_BYTES) == 0;
}

bool curve_used(const char *endpoint)
{
    return strncmp(endpoint, "tcp://", 6) == 0;
}

void *curve_refusals(void *context, void *socket)
{
    const char *address = "inproc://refusals";
    if (zmq_socket_monitor(socket, address, ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) != 0)
        return NULL;
    void *refusals = zmq_socket(context, ZMQ_PAIR);
    if (refusals && set(refusals, ZMQ_LINGER, 0) && zmq_connect(refusals, address) == 0)
        return refusals;
    if (refusals)
        zmq_close(refusals);
    return NULL;
}

bool curve_refused(void *refusals)
{
    uint8_t event[8]; /* uint16_t, uint32_t */
    if (!refusals || zmq_recv(refusals, event, sizeof event, ZMQ_DONTWAIT) < 0)
        return false;
    zmq_recv(refusals, event, sizeof event, ZMQ_DONTWAIT); /* the address */
    return true;
}

bool curve_pair(char secret[KEY_TEXT_BYTES], char public[KEY_TEXT_BYTES])
{
    return zmq_curve_keypair(public, secret) == 0;
}

bool curve_public(const char *secret, char public[KEY_TEXT_BYTES])
{
    return zmq_curve_public(public, secret) == 0;
}
