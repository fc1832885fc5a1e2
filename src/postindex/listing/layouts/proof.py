
def doubts_of(lines, readings, example=None):
    best, found = readings[0], []
    f = best.figures; n = len(best.picks)
    used = {a.line.number for a in best.group}
    other = sum(any(m.full and not m.updated for m in l.mentions) for l in lines if l.number not in used and l.kind in("text","tags"))
    first = min(min(p.line.number, at) for at, p in best.picks.items())
    stray = [l.text for l in lines[:first] if any(m.full and not m.updated for m in l.mentions) and l.width < 90]
    if stray: found.append("stray %s" % stray[-1])
    if n < 2: found.append("few")
    if f["coverage"] < .95: found.append("coverage")
    if f["distinct"] < .9: found.append("distinct")
    if f["order"] < .6: found.append("order")
    if other > .4 * n: found.append("other")
    if f["stop"] > .35 or f["likely"] < .6: found.append("prose")
    rival = rival_of(readings)
    need = (2.7 if n <= 4 else .3 if n < 20 else .2) / (3 if example else 1)
    if rival and best.score - rival.score < need: found.append("rival %s %.2f" % (rival.rule, best.score - rival.score))
    return found

def rival_of(readings):
    best = readings[0]
    for r in readings[1:]:
        both = [n for n in best.picks if n in r.picks]
        if len(both) >= .5 * len(best.picks) and sum(best.picks[n].text != r.picks[n].text for n in both) >= .1 * len(both):
            return r
