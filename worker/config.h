/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFIG_H
#define CONFIG_H

#include "health.h"
#include "hub/hub.h"

/* Every setting, out of one table (settings.def): a flag, an environment
 * variable, a line of the settings file, or its default, in this order. */
struct settings {
#define TEXT(name, flag, variable, value, check, help) const char *name;
#define NUMBER(name, flag, variable, value, low, high, help) uint64_t name;
#define KEEP(name, flag, variable, value, help) struct keep name;
#define SWITCH(name, flag, variable, help) bool name;
#include "settings.def"
#undef TEXT
#undef NUMBER
#undef KEEP
#undef SWITCH
};

/* Reads flags (and takes them out of argv), environment, settings file and
 * defaults. What is left of argv are the arguments of the command. Every wrong
 * setting is named on stderr; EX_USAGE for an unknown flag, EX_CONFIG for a
 * wrong value, else 0. The strings live as long as the program. */
int config_read(int *argc, char **argv, struct settings *settings);

/* What /readyz holds a hub to. */
struct health_limits config_health_limits(const struct settings *settings);

/* One line a setting, "name = value  # where it comes from". */
void config_print(void);

/* The flags, for --help. */
void config_help(void);

#endif
