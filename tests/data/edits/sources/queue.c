#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 64

struct queue {
    int *items;
    size_t size, room;
};

static int grow(struct queue *q)
{
    size_t room = q->room ? q->room * 2 : 8;
    int *items = realloc(q->items, room * sizeof(*items));
    if (!items && room > 0) {
        fprintf(stderr, "no memory for %zu items\n", room);
        return -1;
    }
    q->items = items;
    q->room = room;
    return 0;
}

int queue_put(struct queue *q, int item)
{
    if (q->size == q->room && grow(q) < 0)
        return -1;
    q->items[q->size++] = item;
    printf("put\t%d (\"%s\")\n", item, item > MOST ? "big" : "small");
    return 0;
}
