/* SPDX-License-Identifier: Apache-2.0 */
#include "http/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct text {
    char *page;
    size_t used;
    bool full;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int size = vsnprintf(text->page + text->used, HTTP_PAGE_BYTES - text->used, format, arguments);
    va_end(arguments);
    if (size < 0 || (size_t)size >= HTTP_PAGE_BYTES - text->used)
        text->full = true;
    else
        text->used += (size_t)size;
}

/* A label's value: backslash, quote and line feed are escaped. */
static void put_label(struct text *text, const char *label, const char *value)
{
    put(text, "{%s=\"", label);
    for (; *value; value++) {
        if (*value == '\n')
            put(text, "\\n");
        else if (*value == '\\' || *value == '"')
            put(text, "\\%c", *value);
        else
            put(text, "%c", *value);
    }
    put(text, "\"}");
}

size_t http_page_metrics(const struct http_metric *metrics, size_t count, char page[HTTP_PAGE_BYTES])
{
    struct text text = { page, 0, false };
    for (size_t i = 0; i < count; i++) {
        const struct http_metric *metric = &metrics[i];
        if (i == 0 || strcmp(metric->name, metrics[i - 1].name) != 0)
            put(&text, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name,
                metric->kind == HTTP_COUNTER ? "counter" : "gauge");
        put(&text, "%s", metric->name);
        if (metric->label)
            put_label(&text, metric->label, metric->label_value);
        put(&text, " %.15g\n", metric->value);
    }
    return text.full ? 0 : text.used;
}

bool http_page_ready(const struct http_check *checks, size_t count, bool verbose, char page[HTTP_PAGE_BYTES])
{
    struct text text = { page, 0, false };
    bool ready = true;
    for (size_t i = 0; i < count; i++) {
        const char *trouble = checks[i].trouble;
        ready = ready && !trouble;
        if (verbose)
            put(&text, "[%c] %s%s%s\n", trouble ? '-' : '+', checks[i].name, trouble ? ": " : "",
                trouble ? trouble : "");
    }
    put(&text, ready ? "ready\n" : "not ready\n");
    return ready;
}
