/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: one table of commands, one of options. An option may stand
 * before or after the command word and is refused where it means nothing. */
#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "client/command.h"
#include "client/output.h"
#include "proto/wire.h"

struct command {
    const char *name;
    int (*run)(const struct settings *settings);
    const char *options; /* keys that it takes, beside json, help and version */
    size_t least, most;  /* arguments */
};

enum { ARGUMENTS_MAX = 4096 };

enum key {
    KEY_FEED = 'F',
    KEY_WIRE = 'W',
    KEY_ASK = 'A',
    KEY_JSON = 'j',
    KEY_TIMEOUT = 't',
    KEY_RATE = 'r',
    KEY_ARCHIVE = 'a',
    KEY_WINDOW = 'w',
    KEY_JOURNAL = 'J',
    KEY_MAP = 'm',
    KEY_FROM = 'f',
    KEY_CURSOR = 'c',
    KEY_COUNT = 'n',
    KEY_UNTIL = 'u',
    KEY_EVENT = 'e',
    KEY_CHANGE = 'g',
    KEY_COUNTRY = 'C',
    KEY_ORIGINS = 'o',
    KEY_REVISIONS = 'R',
    KEY_FEEDER = 'B',
    KEY_AT = 's',
    KEY_ALIVE = 'l',
    KEY_KEYS = 'K',
    KEY_KEY = 'k',
    KEY_HELP = 'h',
    KEY_VERSION = 'V',
};

static const struct command commands[] = {
    { "feed", command_feed, "FtrawJml", 1, ARGUMENTS_MAX },
    { "watch", command_watch, "WAtfcnuegCol", 0, 0 },
    { "events", command_events, "WAts", 0, 0 },
    { "event", command_event, "At", 1, 1 },
    { "articles", command_articles, "AtR", 0, 0 },
    { "claims", command_claims, "At", 0, 0 },
    { "undo", command_undo, "At", 1, 1 },
    { "why", command_why, "AtB", 1, 1 },
    { "dead", command_dead, "At", 1, 2 },
    { "status", command_status, "At", 0, 0 },
    { "keygen", command_keygen, "", 1, 2 },
};

static const struct argp_option options[] = {
    { 0, 0, 0, 0, "Everywhere:", 1 },
    { "json", KEY_JSON, 0, 0, "One JSON object a line on stdout", 1 },
    { "timeout", KEY_TIMEOUT, "SECONDS", 0,
      "Give up: a request after so long (2 unless said otherwise), feed without any answer, watch without a new line",
      1 },
    { "help", KEY_HELP, 0, 0, "This text", 1 },
    { "version", KEY_VERSION, 0, 0, "The version", 1 },
    { 0, 0, 0, 0, "Where the hub is (tcp:// or ipc://):", 2 },
    { "feed", KEY_FEED, "ENDPOINT", 0, "CLAIMWIRE_FEED, " WIRE_FEED_DEFAULT, 2 },
    { "wire", KEY_WIRE, "ENDPOINT", 0, "CLAIMWIRE_WIRE, " WIRE_WIRE_DEFAULT, 2 },
    { "ask", KEY_ASK, "ENDPOINT", 0, "CLAIMWIRE_ASK, " WIRE_ASK_DEFAULT, 2 },
    { "keys", KEY_KEYS, "DIR", 0, "CLAIMWIRE_KEYS: folder with NAME.key and hub.pub; then tcp is CURVE", 2 },
    { "key", KEY_KEY, "NAME", 0, "CLAIMWIRE_KEY, " CLAIMWIRE_KEY_DEFAULT ": which key of the folder is one's own", 2 },
    { "alive", KEY_ALIVE, "FILE", 0,
      "CLAIMWIRE_ALIVE: feed and watch touch FILE each second while they hear the hub, for claimwired healthcheck "
      "alive",
      2 },
    { 0, 0, 0, 0, "articles:", 5 },
    { "revisions", KEY_REVISIONS, 0, 0, "Also the revisions that a later one has replaced", 5 },
    { 0, 0, 0, 0, "events:", 5 },
    { "at", KEY_AT, "SEQUENCE", 0, "As they stood after that update, without what is for queries alone", 5 },
    { 0, 0, 0, 0, "why:", 6 },
    { "feeder", KEY_FEEDER, "NAME", 0, "Who fed the article (local)", 6 },
    { 0, 0, 0, 0, "feed:", 3 },
    { "rate", KEY_RATE, "N", 0, "Feed N articles a second at most", 3 },
    { "archive", KEY_ARCHIVE, 0, 0, "Take fetched_at as stream time", 3 },
    { "window", KEY_WINDOW, "N", 0, "Articles unanswered at once, at most 4096 (256)", 3 },
    { "journal", KEY_JOURNAL, "FILE", 0,
      "Append {\"id\",\"answer\",\"revision\",\"digest\"} for each answer as it comes", 3 },
    { "map", KEY_MAP, "MAP", 0,
      "JSON is what trafilatura or newspaper writes; or a FILE of lines `ours = theirs` says what is what", 3 },
    { 0, 0, 0, 0, "watch:", 4 },
    { "from", KEY_FROM, "[EPOCH:]SEQUENCE", 0, "Begin there; 0: the oldest kept. Without it, live", 4 },
    { "cursor", KEY_CURSOR, "FILE", 0, "Resume from FILE if it is there, and save to it as lines are printed", 4 },
    { "count", KEY_COUNT, "COUNT", 0, "End after COUNT lines", 4 },
    { "until", KEY_UNTIL, "SEQUENCE", 0, "End after that update", 4 },
    { "event", KEY_EVENT, "ID", 0, "Only this event; may be repeated", 4 },
    { "change", KEY_CHANGE, "NAME", 0, "Only this change, EVENT_OPENED, CLAIM_ADDED, …; may be repeated", 4 },
    { "country", KEY_COUNTRY, "CC", 0, "Only events placed in, or changes that name a place in, this country", 4 },
    { "min-origins", KEY_ORIGINS, "N", 0, "Only events with N origins, as far as the updates watched so far show", 4 },
    { 0 },
};

static const char about[] =
    "Feed articles to a claimwire hub, and hear what is new.\v"
    "feed FILE…|-     articles, told apart by content, packed with gzip or not: JSON lines, ninjs, schema.org "
    "JSON-LD,\n"
    "                 RSS, Atom, NewsML-G2, HTML pages, WARC, or a plain text each (its id is its name; of -, \"-\")\n"
    "watch            updates, one a line\n"
    "events           all events, --at SEQUENCE as they stood then; event ID  one in full\n"
    "articles, claims all of them\n"
    "why ID           what the desk decided and by what: an event e1, a fact f4, an update by its sequence, else an "
    "article\n"
    "undo EVENT       parts an event, such as e9, from the one that it was merged into\n"
    "dead list, dead show|retry|drop ID   articles that could not be read\n"
    "status           how the hub is; exits 0 when it answers\n"
    "keygen [DIR] NAME  a new pair, NAME.key (secret) and NAME.pub, in DIR (--keys, else here); prints a line for the "
    "hub's allow-list\n"
    "\n"
    "watch --json prints {\"snapshot\":{\"epoch\",\"sequence\",\"digest\"},\"event\":null} where the log from the "
    "cursor on is gone or is another log: forget all state; one such line with each event of the snapshot follows, "
    "then updates again. With --cursor, lines printed within the second before a crash may be printed again.\n"
    "\n"
    "Exit codes: 0 done; 64 wrong usage; 65 bad data, or an article was rejected; 66 no such file, event or letter; "
    "69 the hub does not answer; 70 the hub failed; 74 reading or writing failed; 75 time is over; 76 the hub does "
    "not keep to the protocol; 77 it does not let the key in, or not do that; 78 a key file is wrong.";

struct parse {
    struct settings settings;
    const char *command;
    char used[sizeof options / sizeof options[0] + 1]; /* keys seen, but for the ones taken everywhere */
    char *arguments[ARGUMENTS_MAX];
};

bool parse_id(const char *text, char letter, uint64_t *id)
{
    if (letter && *text == letter)
        text++;
    struct claimwire_cursor cursor;
    bool plain = !strchr(text, ':') && claimwire_cursor_parse(text, &cursor) == CLAIMWIRE_OK;
    *id = plain ? cursor.sequence : 0;
    return plain;
}

static double parse_number(struct argp_state *state, const char *name, const char *text, double least, double most)
{
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || *end || errno || !isfinite(value) || value < least || value > most)
        argp_error(state, "--%s: '%s' is not a number from %g to %g", name, text, least, most);
    return value;
}

static void parse_event(struct argp_state *state, struct settings *settings, const char *text)
{
    uint64_t id;
    if (!parse_id(text, 'e', &id) || id == 0)
        argp_error(state, "--event: '%s' is no event id, such as e7", text);
    else if (settings->event_count == FILTER_EVENTS_MAX)
        argp_error(state, "--event: at most %d", FILTER_EVENTS_MAX);
    else
        settings->events[settings->event_count++] = id;
}

static void parse_change(struct argp_state *state, struct settings *settings, const char *text)
{
    const ProtobufCEnumValue *value =
        protobuf_c_enum_descriptor_get_value_by_name(&claimwire__v1__change__descriptor, text);
    if (!value || value->value == CLAIMWIRE__V1__CHANGE__CHANGE_UNKNOWN)
        argp_error(state, "--change: '%s' is no change, such as CLAIM_ADDED", text);
    else
        settings->changes |= 1u << value->value;
}

static void parse_country(struct argp_state *state, struct settings *settings, const char *text)
{
    bool code = strlen(text) == 2;
    for (size_t i = 0; code && i < 2; i++) {
        code = (text[i] >= 'A' && text[i] <= 'Z') || (text[i] >= 'a' && text[i] <= 'z');
        settings->country[i] = (char)(text[i] & ~0x20);
    }
    if (!code)
        argp_error(state, "--country: '%s' is no ISO 3166 code of two letters", text);
}

static void parse_from(struct argp_state *state, struct settings *settings, const char *text)
{
    settings->has_from = true;
    if (claimwire_cursor_parse(text, &settings->from) != CLAIMWIRE_OK || settings->from.has_digest)
        argp_error(state, "--from: '%s' is not [EPOCH:]SEQUENCE, an epoch having 16 hexadecimal digits", text);
}

static void parse_watch_option(struct argp_state *state, struct settings *settings, int key, const char *text)
{
    switch (key) {
    case KEY_FROM:
        parse_from(state, settings, text);
        break;
    case KEY_CURSOR:
        settings->cursor = text;
        break;
    case KEY_COUNT:
        settings->has_count = true;
        if (!parse_id(text, '\0', &settings->count))
            argp_error(state, "--count: '%s' is not a number", text);
        break;
    case KEY_UNTIL:
        settings->has_until = true;
        if (!parse_id(text, '\0', &settings->until))
            argp_error(state, "--until: '%s' is not a sequence", text);
        break;
    case KEY_EVENT:
        parse_event(state, settings, text);
        break;
    case KEY_CHANGE:
        parse_change(state, settings, text);
        break;
    case KEY_COUNTRY:
        parse_country(state, settings, text);
        break;
    default:
        settings->origins_least = (uint32_t)parse_number(state, "min-origins", text, 1, 1000);
        break;
    }
}

static void parse_where(struct settings *settings, int key, const char *text)
{
    switch (key) {
    case KEY_FEED:
        settings->feed = text;
        break;
    case KEY_WIRE:
        settings->wire = text;
        break;
    case KEY_ASK:
        settings->ask = text;
        break;
    case KEY_KEYS:
        settings->own.folder = text;
        break;
    default:
        settings->own.name = text;
        break;
    }
}

static error_t parse_argument(struct argp_state *state, struct parse *parse, char *text)
{
    if (!parse->command)
        parse->command = text;
    else if (parse->settings.argument_count == ARGUMENTS_MAX)
        argp_error(state, "at most %d arguments", ARGUMENTS_MAX);
    else
        parse->arguments[parse->settings.argument_count++] = text;
    return 0;
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct parse *parse = state->input;
    struct settings *settings = &parse->settings;
    if (key > ' ' && key <= '~' && !strchr(parse->used, key) && strlen(parse->used) + 1 < sizeof parse->used)
        parse->used[strlen(parse->used)] = (char)key;
    switch (key) {
    case KEY_FEED:
    case KEY_WIRE:
    case KEY_ASK:
    case KEY_KEYS:
    case KEY_KEY:
        parse_where(settings, key, text);
        break;
    case KEY_JSON:
        settings->json = true;
        break;
    case KEY_AT:
        settings->has_at = true;
        if (!parse_id(text, '\0', &settings->at))
            argp_error(state, "--at: '%s' is not a sequence", text);
        break;
    case KEY_FEEDER:
        settings->feeder = text;
        break;
    case KEY_REVISIONS:
        settings->revisions = true;
        break;
    case KEY_TIMEOUT:
        settings->has_timeout = true;
        settings->timeout_ms = (int64_t)(1000 * parse_number(state, "timeout", text, 0, 1e6));
        break;
    case KEY_RATE:
        settings->rate = parse_number(state, "rate", text, 0.001, 1e6);
        break;
    case KEY_ARCHIVE:
        settings->archive = true;
        break;
    case KEY_WINDOW:
        settings->window = (uint32_t)parse_number(state, "window", text, 1, 4096);
        break;
    case KEY_JOURNAL:
        settings->journal = text;
        break;
    case KEY_MAP:
        settings->map = text;
        break;
    case KEY_ALIVE:
        settings->alive = text;
        break;
    case KEY_FROM:
    case KEY_CURSOR:
    case KEY_COUNT:
    case KEY_UNTIL:
    case KEY_EVENT:
    case KEY_CHANGE:
    case KEY_COUNTRY:
    case KEY_ORIGINS:
        parse_watch_option(state, settings, key, text);
        break;
    case KEY_HELP:
        argp_state_help(state, stdout, ARGP_HELP_STD_HELP);
        break;
    case KEY_VERSION:
        puts("claimwire " CLAIMWIRE_VERSION);
        exit(EX_OK);
    case ARGP_KEY_ARG:
        return parse_argument(state, parse, text);
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* The defaults hold where neither option nor environment says otherwise. */
static const char *choose(const char *option, const char *variable, const char *fallback)
{
    const char *set = getenv(variable);
    return option ? option : set && *set ? set : fallback;
}

static const char *option_name(int key)
{
    for (const struct argp_option *option = options; option->name || option->doc; option++)
        if (option->key == key && option->name)
            return option->name;
    return "";
}

static const struct command *find_command(const struct parse *parse)
{
    const struct command *found = NULL;
    for (size_t i = 0; parse->command && i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(commands[i].name, parse->command) == 0)
            found = &commands[i];
    if (!found) {
        say("%s; see claimwire --help", parse->command ? "no such command" : "which command?");
        return NULL;
    }
    for (const char *key = parse->used; *key; key++) {
        if (!strchr("jFWAKk", *key) && !strchr(found->options, *key)) {
            say("%s does not take --%s", found->name, option_name(*key));
            return NULL;
        }
    }
    if (parse->settings.argument_count < found->least || parse->settings.argument_count > found->most) {
        say("%s: %s; see claimwire --help", found->name,
            parse->settings.argument_count < found->least ? "something is missing" : "too many arguments");
        return NULL;
    }
    return found;
}

int main(int argc, char **argv)
{
    static struct parse parse;
    const struct argp argp = { options, parse_option, "COMMAND [ARGUMENT…]", about, NULL, NULL, NULL };
    argp_err_exit_status = EX_USAGE;
    argp_parse(&argp, argc, argv, ARGP_NO_HELP, NULL, &parse);
    struct settings *settings = &parse.settings;
    settings->arguments = parse.arguments;
    settings->feed = choose(settings->feed, "CLAIMWIRE_FEED", WIRE_FEED_DEFAULT);
    settings->wire = choose(settings->wire, "CLAIMWIRE_WIRE", WIRE_WIRE_DEFAULT);
    settings->ask = choose(settings->ask, "CLAIMWIRE_ASK", WIRE_ASK_DEFAULT);
    settings->alive = choose(settings->alive, "CLAIMWIRE_ALIVE", NULL);
    settings->own.folder = choose(settings->own.folder, "CLAIMWIRE_KEYS", NULL);
    settings->own.name = choose(settings->own.name, "CLAIMWIRE_KEY", CLAIMWIRE_KEY_DEFAULT);
    settings->keys = settings->own.folder && *settings->own.folder ? &settings->own : NULL;
    if (settings->keys)
        prctl(PR_SET_DUMPABLE, 0); /* no core that holds a key */
    const struct command *command = find_command(&parse);
    return command ? command->run(settings) : EX_USAGE;
}
