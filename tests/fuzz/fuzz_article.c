/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of article JSON. What parses can be checked, digested and packed, and
 * what the check lets through the scan of a hub takes too. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proto/article.h"
#include "proto/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char why[160] = "";
    Claimwire__V1__Article *article = article_from_json((const char *)data, size, why);
    if (!article) {
        if (why[0] == '\0' || !memchr(why, '\0', sizeof why))
            abort();
        return 0;
    }

    const char *reason;
    const char *wrong = article_check(article, &reason);
    if ((wrong == NULL) != (reason == NULL))
        abort();
    article_digest(article);

    const size_t packed_size = claimwire__v1__article__get_packed_size(article);
    uint8_t *packed = malloc(packed_size + 1);
    if (!packed)
        abort();
    claimwire__v1__article__pack(article, packed);
    const struct scan_limits limits = scan_limits_for(&claimwire__v1__article__descriptor, packed_size);
    const enum scan_result looked =
        scan_message(&claimwire__v1__article__descriptor, packed, packed_size, &limits, NULL);
    if (!wrong && looked != SCAN_OK)
        abort();
    free(packed);
    claimwire__v1__article__free_unpacked(article, NULL);
    return 0;
}
