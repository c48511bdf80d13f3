/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_H
#define EXTRACT_H

/* `claimwired extract [--json] [FILE|-]`: reads articles without a hub and
 * prints what they say. FILE is article JSON, one a line, or plain text, which is one article. `model` is that
 * setting; argv holds
 * the arguments after the word "extract". Returns an exit code of sysexits:
 * 65 when an article could not be read, having printed the rest. */
int extract_command(int argc, char **argv, const char *model);

#endif
