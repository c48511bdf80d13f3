/* SPDX-License-Identifier: Apache-2.0 */
#include "pages.h"

#include <stdio.h>
#include <string.h>

/* counters.def ends the names of times, which are microseconds, in "_us". */
static bool is_time(enum counter counter)
{
    const char *name = counter_name(counter);
    return strcmp(name + strlen(name) - 3, "_us") == 0;
}

static void name_counters(struct pages *pages)
{
    for (int i = 0; i < COUNTER_COUNT; i++) {
        const char *name = counter_name((enum counter)i);
        if (is_time((enum counter)i))
            snprintf(pages->names[i], sizeof pages->names[i], "claimwire_%.*s_seconds_total", (int)strlen(name) - 3,
                     name);
        else
            snprintf(pages->names[i], sizeof pages->names[i], "claimwire_%s_total", name);
    }
}

static size_t put_counters(const struct pages *pages, struct http_metric *metrics)
{
    size_t count = 0;
    for (int i = 0; i < COUNTER_COUNT; i++) {
        const bool time = is_time((enum counter)i);
        const double value = (double)atomic_load_explicit(&pages->counters->values[i], memory_order_relaxed);
        metrics[count++] = (struct http_metric){ .kind = HTTP_COUNTER,
                                                 .name = pages->names[i],
                                                 .help = time ? "Time of the loop by what it was spent on"
                                                              : counter_meaning((enum counter)i),
                                                 .value = time ? value / 1e6 : value };
    }
    for (int i = 0; i < COUNTER_REASONS_MAX; i++) {
        const char *reason = atomic_load_explicit(&pages->counters->refusals[i].reason, memory_order_acquire);
        if (!reason)
            break;
        metrics[count++] = (struct http_metric){ HTTP_COUNTER,
                                                 "claimwire_refusals_total",
                                                 "articles refused for good or for now, by reason",
                                                 "reason",
                                                 reason,
                                                 (double)atomic_load_explicit(&pages->counters->refusals[i].count,
                                                                              memory_order_relaxed) };
    }
    return count;
}

static size_t put_gauges(const struct pages *pages, struct http_metric *metrics)
{
    const struct counters *counters = pages->counters;
    const struct health health = health_of_counters(counters);
    struct http_check checks[HTTP_CHECKS_MAX];
    const size_t check_count = health_checks(&health, &pages->limits, checks);
    bool ready = true;
    for (size_t i = 0; i < check_count; i++)
        ready = ready && !checks[i].trouble;
    const struct http_metric gauges[] = {
        { HTTP_GAUGE, "claimwire_build_info", "always 1; says which version runs", "version", pages->version, 1 },
        { HTTP_GAUGE, "claimwire_ready", "1 when /readyz says so", NULL, NULL, ready },
        { HTTP_GAUGE, "claimwire_draining", "1 while the hub is stopping", NULL, NULL, health.draining },
        { HTTP_GAUGE, "claimwire_queue_articles", "articles accepted and not yet applied", NULL, NULL,
          (double)health.queued },
        { HTTP_GAUGE, "claimwire_queue_oldest_age_seconds", "how long the oldest of them has waited", NULL, NULL,
          (double)health.oldest_queued_ms / 1000 },
        { HTTP_GAUGE, "claimwire_store_fullness_ratio",
          "used, and kept for what is queued; from 0.9 on articles are refused", NULL, NULL, health.store_full },
        { HTTP_GAUGE, "claimwire_workers", "extractors heard of", NULL, NULL, health.workers },
        { HTTP_GAUGE, "claimwire_last_sequence", "of the newest update", NULL, NULL,
          (double)atomic_load(&counters->sequence) },
        { HTTP_GAUGE, "claimwire_oldest_sequence", "of the oldest update kept for replay", NULL, NULL,
          (double)atomic_load(&counters->oldest_sequence) },
        { HTTP_GAUGE, "claimwire_articles", "articles stored", NULL, NULL, (double)atomic_load(&counters->articles) },
        { HTTP_GAUGE, "claimwire_dead_letters", "articles that no extractor could read", NULL, NULL,
          (double)atomic_load(&counters->dead) },
        { HTTP_GAUGE, "claimwire_events_open", "events that new articles may still meet", NULL, NULL,
          (double)atomic_load(&counters->events_open) },
    };
    memcpy(metrics, gauges, sizeof gauges);
    return sizeof gauges / sizeof *gauges;
}

_Static_assert(COUNTER_COUNT + COUNTER_REASONS_MAX + 16 <= HTTP_METRICS_MAX, "every metric has its place");

static size_t list_metrics(void *context, struct http_metric metrics[HTTP_METRICS_MAX])
{
    const struct pages *pages = context;
    const size_t count = put_counters(pages, metrics);
    return count + put_gauges(pages, metrics + count);
}

static size_t list_checks(void *context, struct http_check checks[HTTP_CHECKS_MAX])
{
    const struct pages *pages = context;
    const struct health health = health_of_counters(pages->counters);
    return health_checks(&health, &pages->limits, checks);
}

static bool is_alive(void *context)
{
    const struct pages *pages = context;
    const struct health health = health_of_counters(pages->counters);
    return health_alive(&health);
}

struct http_source pages_source(struct pages *pages)
{
    name_counters(pages);
    return (struct http_source){ pages, list_metrics, list_checks, is_alive };
}
