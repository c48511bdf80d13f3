/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/chrome.h"

#include <string.h>
#include <strings.h>

enum { LINE_BYTES_MAX = 160, WORDS_MAX = 64 };

static bool chrome_tag(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_CAPTION:
        return true;
    default:
        return false;
    }
}

/* First or last words of class names, as "share-tools" and "article__share" have them. */
static bool chrome_word(const char *word, size_t size)
{
    static const char *const words[] = {
        "ad",      "ads",     "advert",   "advertisement", "banner",  "breadcrumb", "breadcrumbs", "byline",
        "caption", "comment", "comments", "cookie",        "consent", "copyright",  "credit",      "dateline",
        "footer",  "menu",    "modal",    "more",          "nav",     "navigation", "navbar",      "newsletter",
        "paywall", "popup",   "promo",    "promoted",      "recirc",  "readmore",   "recommended", "related",
        "share",   "sharing", "sidebar",  "signup",        "social",  "sponsor",    "sponsored",   "subscribe",
        "tags",    "taboola", "teaser",   "teasers",       "toolbar", "trending",   "widget",      "outbrain",
        "pull",    "embed",   "replies",  "discussion",    "disqus",  "pullquote",  "commentlist", "relatedposts",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == size && strncasecmp(words[i], word, size) == 0)
            return true;
    return false;
}

/* One name of a class: chrome by its first or last word, unless it only says
 * that something is there ("has-sidebar"). */
static bool chrome_name(const char *name, size_t size)
{
    static const char *const about[] = { "has-", "with-", "no-", "is-", "without-" };
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        if (size > strlen(about[i]) && strncasecmp(name, about[i], strlen(about[i])) == 0)
            return false;
    size_t first = 0, last = size;
    while (first < size && name[first] != '-' && name[first] != '_')
        first++;
    while (last > 0 && name[last - 1] != '-' && name[last - 1] != '_')
        last--;
    return chrome_word(name, first) || chrome_word(name + last, size - last);
}

static bool chrome_names(const char *names)
{
    for (int count = 0; names && *names && count < WORDS_MAX; count++) {
        names += strspn(names, " \t\r\n\f");
        const size_t size = strcspn(names, " \t\r\n\f");
        if (chrome_name(names, size))
            return true;
        names += size;
    }
    return false;
}

static bool chrome_role(const GumboNode *node)
{
    static const char *const roles[] = { "navigation", "complementary", "banner", "contentinfo",
                                         "search",     "dialog",        "menu",   "toolbar" };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (tree_attribute_has(node, "role", roles[i]))
            return true;
    return tree_attribute(node, "hidden") || tree_attribute_has(node, "aria-hidden", "true");
}

/* An article may begin in a header of its own, and a whole page may be one form (ASP.NET). */
static bool holds_prose(const GumboNode *node)
{
    const GumboTag tag = tree_tag(node), parent = node->parent ? tree_tag(node->parent) : GUMBO_TAG_UNKNOWN;
    return (tag == GUMBO_TAG_HEADER && (parent == GUMBO_TAG_ARTICLE || parent == GUMBO_TAG_MAIN)) ||
           (tag == GUMBO_TAG_FORM && parent == GUMBO_TAG_BODY);
}

bool chrome_element(const GumboNode *node, bool classes)
{
    const GumboTag tag = tree_tag(node);
    if (chrome_tag(tag) && !holds_prose(node))
        return true;
    if (node->type != GUMBO_NODE_ELEMENT || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY)
        return false;
    if (chrome_role(node))
        return true;
    if (!classes || tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_MAIN)
        return false;
    return chrome_names(tree_attribute(node, "class")) || chrome_names(tree_attribute(node, "id"));
}

bool chrome_line(const char *text, size_t size)
{
    static const char *const starts[] = {
        "read more",      "read also",     "also read",  "read next",  "related:",    "see also",
        "more on this",   "more:",         "watch:",     "share this", "follow us",   "sign up",
        "subscribe",      "advertisement", "click here", "don't miss", "recommended", "newsletter",
        "get the latest", "source link",   "skip to",    "photo:",     "image:",      "continue reading",
        "read the full",  "\xc2\xa9",      "copyright",  "video:",     "listen:",     "in pictures:",
    };
    if (size > LINE_BYTES_MAX)
        return false;
    if (memchr(text, '@', size)) /* where to write to */
        return true;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (size >= strlen(starts[i]) && strncasecmp(text, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}
