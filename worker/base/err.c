/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <assert.h>

static const struct {
    enum verdict verdict;
    const char *name;
    const char *sentence;
} table[ERR_COUNT] = {
#define ERR(name, verdict, sentence) [ERR_##name] = { VERDICT_##verdict, #name, sentence },
#include "base/err.def"
#undef ERR
};

enum verdict err_verdict(enum err err)
{
    assert(err < ERR_COUNT);
    return table[err].verdict;
}

const char *err_name(enum err err)
{
    assert(err < ERR_COUNT);
    return table[err].name;
}

const char *err_sentence(enum err err)
{
    assert(err < ERR_COUNT);
    return table[err].sentence;
}
