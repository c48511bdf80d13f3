/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HTTP_PAGE_H
#define HTTP_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/* What the pages say, as text. Who runs the server hands the facts in: this
 * floor knows neither hub nor store. */

enum http_kind { HTTP_COUNTER, HTTP_GAUGE };

struct http_metric {
    enum http_kind kind;
    const char *name, *help;
    const char *label, *label_value; /* NULL: none; metrics of one name stand together */
    double value;
};

/* One thing that must be fine for the hub to be ready. */
struct http_check {
    const char *name;    /* "store" */
    const char *trouble; /* NULL: fine; else a sentence */
};

enum { HTTP_METRICS_MAX = 128, HTTP_CHECKS_MAX = 16, HTTP_PAGE_BYTES = 64 * 1024 };

/* Prometheus' text format 0.0.4. Returns the bytes written; 0 when the page
 * is too small. */
size_t http_page_metrics(const struct http_metric *metrics, size_t count, char page[HTTP_PAGE_BYTES]);

/* "ready" or "not ready", and with `verbose` a line for each check before it:
 * "[+] store" or "[-] store: the sentence". True when every check is fine. */
bool http_page_ready(const struct http_check *checks, size_t count, bool verbose, char page[HTTP_PAGE_BYTES]);

#endif
