/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

/* The program's own talk, one line each on stderr:
 *   2024-04-14T05:31:00.123Z warn hub: the text
 * Control characters of the text become '?', so a line stays a line.
 * Only hub/, http/ and the programs log; the floors below return errors. */
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below `level` are dropped. LOG_INFO at first. Set before any thread starts. */
void log_level_set(enum log_level level);

/* `part` names who speaks: "door", "desk". The line is cut at 1,024 bytes. */
void log_line(enum log_level level, const char *part, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
