/* SPDX-License-Identifier: Apache-2.0 */
#include "client/tally.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "client/output.h"

enum { DRAW_MS = 100, BAR_CELLS = 30 };

static void count_reason(struct tally *tally, const char *reason)
{
    int i = 0;
    while (i < TALLY_REASONS_MAX - 1 && tally->reasons[i].count > 0 &&
           strncmp(tally->reasons[i].name, reason, TALLY_REASON_BYTES - 1) != 0)
        i++;
    if (tally->reasons[i].count++ > 0)
        return;
    snprintf(tally->reasons[i].name, TALLY_REASON_BYTES, "%.*s", TALLY_REASON_BYTES - 1,
             i == TALLY_REASONS_MAX - 1 ? "others" : reason);
}

void tally_answer(struct tally *tally, const struct claimwire_answer *answer)
{
    switch (answer->code) {
    case CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED:
        tally->accepted++;
        break;
    case CLAIMWIRE__V1__ANSWER_CODE__REVISED:
        tally->revised++;
        break;
    case CLAIMWIRE__V1__ANSWER_CODE__DUPLICATE:
        tally->duplicate++;
        break;
    default:
        tally->rejected++;
        count_reason(tally, answer->reason ? answer->reason : "UNKNOWN");
        break;
    }
}

uint64_t tally_answers(const struct tally *tally)
{
    return tally->accepted + tally->revised + tally->duplicate + tally->rejected;
}

void tally_print(const struct tally *tally, FILE *stream)
{
    fprintf(stream,
            "fed %" PRIu64 ": %" PRIu64 " accepted, %" PRIu64 " revised, %" PRIu64 " duplicate, %" PRIu64 " rejected",
            tally_answers(tally), tally->accepted, tally->revised, tally->duplicate, tally->rejected);
    for (int i = 0; i < TALLY_REASONS_MAX && tally->reasons[i].count > 0; i++) {
        fputs(i == 0 ? " (" : ", ", stream);
        print_text(stream, tally->reasons[i].name, 0);
        fprintf(stream, " %" PRIu64, tally->reasons[i].count);
    }
    fputs(tally->reasons[0].count > 0 ? ")\n" : "\n", stream);
}

void tally_draw(struct tally *tally, int64_t now_ms)
{
    if (now_ms - tally->drawn_ms < DRAW_MS || !isatty(STDERR_FILENO))
        return;
    tally->drawn_ms = now_ms;
    tally->drawn = true;
    fputs("\r\033[K", stderr);
    if (tally->bytes_total > 0) {
        uint64_t done = tally->bytes_done < tally->bytes_total ? tally->bytes_done : tally->bytes_total;
        int cells = (int)(done * BAR_CELLS / tally->bytes_total);
        fputc('[', stderr);
        for (int i = 0; i < BAR_CELLS; i++)
            fputc(i < cells ? '=' : i == cells ? '>' : ' ', stderr);
        fprintf(stderr, "] %3" PRIu64 " %% ", done * 100 / tally->bytes_total);
    }
    double seconds = (double)(now_ms - tally->begin_ms + 1) / 1000;
    fprintf(stderr, "%" PRIu64 " answered, %" PRIu64 " rejected, %.0f/s", tally_answers(tally), tally->rejected,
            (double)tally_answers(tally) / seconds);
    fflush(stderr);
}

void tally_clear(struct tally *tally)
{
    if (tally->drawn)
        fputs("\r\033[K", stderr);
    tally->drawn = false;
}
