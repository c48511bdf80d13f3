/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_STOP_H
#define CLIENT_STOP_H

/* SIGINT and SIGTERM end a stream in good order; a second one ends at once. */
void stop_on_signals(void);
/* The signal that came; 0: none. */
int stop_asked(void);

#endif
