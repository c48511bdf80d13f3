/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/usher.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <malloc.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#include "base/clock.h"
#include "base/log.h"

enum {
    TICK_MS = 100,
    GROWTH_MIB = 128,
    HELD_BYTES = 64 * 1024,
    DESCRIPTORS_MOST = 65536,
    DESCRIPTORS_KEPT = 192, /* for the store, HTTP, a backup, ZeroMQ itself */
    CURVE_BYTES = 33,       /* a box around a frame: command, nonce, flags, MAC */
    ADDRESS_BYTES = 64,
};

/* By door: a name, its eighths of the descriptors, and whether long replies go
 * to whoever connects there. */
static const struct {
    const char *name;
    unsigned eighths;
    bool answers;
} doors[] = { { "feed", 2, false }, { "work", 1, false }, { "wire", 3, true }, { "ask", 2, true } };

struct connection {
    bool open;
    _Atomic uint64_t taken;    /* bytes on the wire of its messages */
    _Atomic int64_t active_ms; /* of the last one, or since it came */
};

struct usher {
    void *monitor; /* the thread's, once it runs */
    void *watched;
    pthread_t thread;
    enum usher_door door;
    bool keyed;
    struct counters *counters;
    size_t open, most, count;
    struct connection *connections; /* by descriptor */
    int statm;                      /* of the process, in /proc */
    uint64_t low_kib;               /* the least memory since it was last looked through; 0: not known */
    bool trim;
};

void usher_raise_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    const rlim_t wanted = limit.rlim_max < DESCRIPTORS_MOST ? limit.rlim_max : DESCRIPTORS_MOST;
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static size_t descriptors(void)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > DESCRIPTORS_MOST ? DESCRIPTORS_MOST
                                                                                      : (size_t)limit.rlim_cur;
}

/* ---- what a connection holds */

static uint64_t wire_bytes(const struct usher *usher, size_t bytes)
{
    const uint64_t boxed = bytes + (usher->keyed ? CURVE_BYTES : 0);
    return boxed + (boxed > UINT8_MAX ? 9 : 2); /* ZMTP's flags and length */
}

void usher_took(struct usher *usher, int descriptor, size_t head_bytes, size_t body_bytes)
{
    if (!usher || descriptor < 0 || (size_t)descriptor >= usher->count)
        return;
    struct connection *connection = &usher->connections[descriptor];
    atomic_fetch_add_explicit(&connection->taken, wire_bytes(usher, head_bytes) + wire_bytes(usher, body_bytes),
                              memory_order_relaxed);
    atomic_store_explicit(&connection->active_ms, clock_monotonic_ms(&clock_system), memory_order_relaxed);
}

static bool holds_much(const struct usher *usher, int descriptor)
{
    struct tcp_info info;
    socklen_t size = sizeof info;
    int unread = 0, unsent = 0;
    if (doors[usher->door].answers && ioctl(descriptor, SIOCOUTQ, &unsent) == 0 && unsent > HELD_BYTES)
        return true;
    memset(&info, 0, sizeof info);
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 || ioctl(descriptor, SIOCINQ, &unread) != 0)
        return false;
    const uint64_t taken =
        atomic_load_explicit(&usher->connections[descriptor].taken, memory_order_relaxed) + (uint64_t)unread;
    return info.tcpi_bytes_received > taken && info.tcpi_bytes_received - taken > HELD_BYTES;
}

/* ZeroMQ reads the end of the connection, throws away what was half there, and
 * closes it, which then tells a peer that goes on sending. */
static void part(struct usher *usher, int descriptor)
{
    const struct linger none = { .l_onoff = 1 };
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    shutdown(descriptor, SHUT_RDWR);
    counter_add(usher->counters, COUNTER_connections_parted, 1);
}

/* ---- memory */

/* Of the process, that no file backs; 0: it cannot be told now. */
static uint64_t memory_kib(const struct usher *usher)
{
    char text[128];
    unsigned long long resident = 0, shared = 0;
    const ssize_t size = pread(usher->statm, text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = '\0';
    const bool told = sscanf(text, "%*u %llu %llu", &resident, &shared) == 2 && resident > shared;
    return told ? (resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE) / 1024 : 0;
}

static void look_at_memory(struct usher *usher)
{
    size_t parted = 0;
    if (usher->trim)
        malloc_trim(0);
    usher->trim = false;
    const uint64_t now_kib = memory_kib(usher);
    if (now_kib == 0)
        return;
    if (now_kib < usher->low_kib || usher->low_kib == 0)
        usher->low_kib = now_kib;
    if (now_kib - usher->low_kib < GROWTH_MIB * 1024)
        return;
    for (size_t i = 0; i < usher->count; i++)
        if (usher->connections[i].open && holds_much(usher, (int)i)) {
            part(usher, (int)i);
            parted++;
        }
    usher->low_kib = now_kib;
    usher->trim = parted > 0;
    if (parted > 0)
        log_line(LOG_WARN, doors[usher->door].name,
                 "memory has grown: parting from %zu peers that hold what is no message", parted);
}

/* ---- connections */

static void part_from_idlest(struct usher *usher)
{
    size_t idlest = usher->count;
    int64_t since_ms = INT64_MAX;
    for (size_t i = 0; i < usher->count; i++) {
        const int64_t active_ms = atomic_load_explicit(&usher->connections[i].active_ms, memory_order_relaxed);
        if (!usher->connections[i].open || active_ms >= since_ms)
            continue;
        idlest = i;
        since_ms = active_ms;
    }
    if (idlest == usher->count)
        return;
    usher->connections[idlest].open = false;
    usher->open--;
    part(usher, (int)idlest);
}

/* A subscriber says nothing, so there the last to come goes. */
static void connected(struct usher *usher, int descriptor)
{
    struct connection *connection = &usher->connections[descriptor];
    usher->open += !connection->open;
    connection->open = true;
    atomic_store_explicit(&connection->taken, 0, memory_order_relaxed);
    atomic_store_explicit(&connection->active_ms,
                          usher->door == USHER_WIRE ? -clock_monotonic_ms(&clock_system)
                                                    : clock_monotonic_ms(&clock_system),
                          memory_order_relaxed);
    if (usher->open > usher->most)
        part_from_idlest(usher);
}

/* One event of two frames: its number and value, and an address. */
static bool take_event(struct usher *usher)
{
    uint8_t bytes[ADDRESS_BYTES];
    uint16_t event = 0;
    int32_t value = -1;
    const int size = zmq_recv(usher->monitor, bytes, sizeof bytes, ZMQ_DONTWAIT);
    if (size < 0)
        return false;
    if (size >= (int)(sizeof event + sizeof value)) {
        memcpy(&event, bytes, sizeof event);
        memcpy(&value, bytes + sizeof event, sizeof value);
    }
    zmq_recv(usher->monitor, bytes, sizeof bytes, ZMQ_DONTWAIT);
    const bool known = value >= 0 && (size_t)value < usher->count;
    if (event == ZMQ_EVENT_ACCEPTED && known)
        connected(usher, value);
    if (event == ZMQ_EVENT_DISCONNECTED && known && usher->connections[value].open) {
        usher->connections[value].open = false;
        usher->open--;
    }
    return event != ZMQ_EVENT_MONITOR_STOPPED;
}

/* ---- life */

static void *usher_main(void *argument)
{
    struct usher *usher = argument;
    zmq_pollitem_t item = { usher->monitor, 0, ZMQ_POLLIN, 0 };
    for (int64_t due_ms = 0;;) {
        const int64_t now_ms = clock_monotonic_ms(&clock_system);
        if (now_ms >= due_ms) {
            look_at_memory(usher);
            due_ms = now_ms + TICK_MS;
        }
        zmq_poll(&item, 1, TICK_MS);
        if (item.revents & ZMQ_POLLIN && !take_event(usher))
            return NULL;
    }
}

static void usher_free(struct usher *usher)
{
    if (usher->monitor)
        zmq_close(usher->monitor);
    if (usher->statm >= 0)
        close(usher->statm);
    free(usher->connections);
    free(usher);
}

/* Without a high water mark: ZeroMQ's own thread waits where a monitor is full. */
static void *open_monitor(void *context, void *socket, enum usher_door door)
{
    const int linger_ms = 0, high_water = 0;
    char address[ADDRESS_BYTES];
    snprintf(address, sizeof address, "inproc://usher-%s", doors[door].name);
    if (zmq_socket_monitor(socket, address, ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_MONITOR_STOPPED) !=
        0)
        return NULL;
    void *monitor = zmq_socket(context, ZMQ_PAIR);
    if (monitor && zmq_setsockopt(monitor, ZMQ_LINGER, &linger_ms, sizeof linger_ms) == 0 &&
        zmq_setsockopt(monitor, ZMQ_RCVHWM, &high_water, sizeof high_water) == 0 && zmq_connect(monitor, address) == 0)
        return monitor;
    if (monitor)
        zmq_close(monitor);
    return NULL;
}

struct usher *usher_start(void *context, void *socket, enum usher_door door, bool keyed, struct counters *counters)
{
    struct usher *usher = calloc(1, sizeof *usher);
    if (!usher)
        return NULL;
    const size_t limit = descriptors();
    usher->watched = socket;
    usher->door = door;
    usher->keyed = keyed;
    usher->counters = counters;
    usher->count = limit;
    usher->most = (limit > DESCRIPTORS_KEPT ? limit - DESCRIPTORS_KEPT : 0) * doors[door].eighths / 8 + 1;
    usher->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    usher->connections = calloc(usher->count, sizeof *usher->connections);
    usher->monitor = open_monitor(context, socket, door);
    if (usher->statm >= 0 && usher->connections && usher->monitor &&
        pthread_create(&usher->thread, NULL, usher_main, usher) == 0)
        return usher;
    usher_free(usher);
    return NULL;
}

void usher_stop(struct usher *usher)
{
    if (!usher)
        return;
    zmq_socket_monitor(usher->watched, NULL, 0);
    pthread_join(usher->thread, NULL);
    usher_free(usher);
}
