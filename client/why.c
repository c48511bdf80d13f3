/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "client/list.h"
#include "client/output.h"

static void print_id(const char *before, char letter, uint64_t id)
{
    if (id)
        printf("%s%c%" PRIu64, before, letter, id);
}

static void print_ref(const char *before, const Claimwire__V1__ArticleRef *ref, const char *claim)
{
    if (!ref)
        return;
    fputs(before, stdout);
    print_text(stdout, ref->id, 60);
    if (!claim)
        return;
    putchar('#');
    print_text(stdout, claim, 20);
}

/* "FACT  LIKE .52 >= .30": what was decided, and by what. */
static void print_rule(const Claimwire__V1__Why *why)
{
    print_text(stdout, why->decision, 20);
    if (why->has_rule)
        printf("  %s", name_of(&claimwire__v1__rule__descriptor, (int)why->rule, sizeof "RULE_" - 1));
    if (why->has_score)
        printf(" %.2f %s %.2f", why->score, why->score >= why->threshold ? ">=" : "<", why->threshold);
}

static void print_why(const Claimwire__V1__Why *why)
{
    if (why->has_sequence)
        printf("%" PRIu64 "  ", why->sequence);
    print_rule(why);
    print_ref("  ", why->article, why->claim);
    print_id("  ", 'e', why->event);
    print_id("  ", 'f', why->fact);
    print_ref("  with ", why->other, NULL);
    print_id("  with ", 'e', why->other_event);
    print_id("  against ", 'f', why->other_fact);
    for (size_t i = 0; i < why->n_words; i++) {
        fputs(i == 0 ? "  by " : ", ", stdout);
        print_text(stdout, why->words[i], 40);
    }
    if (why->text) {
        fputs("  ", stdout);
        print_text(stdout, why->text, 160);
    }
    putchar('\n');
}

/* e1, f4, 17; else an article. */
static void parse_what(const struct settings *settings, Claimwire__V1__WhyRequest *what)
{
    const char *text = settings->arguments[0];
    uint64_t id;
    if (!settings->feeder && *text == 'e' && parse_id(text, 'e', &id)) {
        what->has_event = true;
        what->event = id;
    } else if (!settings->feeder && *text == 'f' && parse_id(text, 'f', &id)) {
        what->has_fact = true;
        what->fact = id;
    } else if (!settings->feeder && parse_id(text, '\0', &id)) {
        what->has_sequence = true;
        what->sequence = id;
    } else {
        what->article = (char *)text;
        what->feeder = (char *)settings->feeder;
    }
}

int command_why(const struct settings *settings)
{
    Claimwire__V1__WhyRequest what = CLAIMWIRE__V1__WHY_REQUEST__INIT;
    parse_what(settings, &what);
    struct claimwire_asker *asker;
    int code = list_open(settings, &asker);
    if (code != EX_OK)
        return code;
    size_t told = 0;
    int result;
    do {
        const Claimwire__V1__WhyReply *reply;
        result = claimwire_asker_why(asker, &what, &reply);
        for (size_t i = 0; reply && i < reply->n_reasons; i++, told++) {
            if (settings->json)
                output_line(claimwire_why_json(reply->reasons[i]));
            else
                print_why(reply->reasons[i]);
        }
        what.has_after = true;
        what.after = reply ? reply->next : 0;
    } while (result == CLAIMWIRE_OK && what.after != 0);
    if (result == CLAIMWIRE_OK && told == 0)
        result = CLAIMWIRE_NOT_FOUND;
    return list_close(settings, asker, result);
}
