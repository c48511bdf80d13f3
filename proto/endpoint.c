/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/endpoint.h"

#include <stdio.h>
#include <string.h>

const char *endpoint_to_connect(const char *endpoint, char text[ENDPOINT_BYTES])
{
    static const char *const every[] = { "tcp://*:", "tcp://0.0.0.0:" };
    for (size_t i = 0; i < sizeof every / sizeof *every; i++) {
        const size_t size = strlen(every[i]);
        if (strncmp(endpoint, every[i], size) == 0 &&
            snprintf(text, ENDPOINT_BYTES, "tcp://127.0.0.1:%s", endpoint + size) < ENDPOINT_BYTES)
            return text;
    }
    return endpoint;
}
