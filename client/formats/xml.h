/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_XML_H
#define CLIENT_FORMATS_XML_H

#include "client/formats/intake.h"

/* RSS 0.9 to 2.0, Atom and NewsML-G2: each <item>, <entry> or <newsItem> an
 * article as it goes by. What breaks the XML is refused with its line, after
 * what stood before it; the last item before the break may go with it, as the
 * parser shows an item when it has seen what follows. */
void xml_take(struct intake *intake);

#endif
