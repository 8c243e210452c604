"""Words that say how a sentence is built, not what it is about: French and English, folded.

After the Snowball project's lists (BSD), with the question words of both languages: people ask.
"""

_FRENCH = """
a ai ait as au aura aurait auront aux avait avaient avec avez avoir avons ayant c ce ceci cela ces
cet cette ceux chaque comme comment d dans de des dont du elle elles en entre es est et etaient
etait etant ete etes etre eu eux faire fait faut fois font hors il ils j je l la le les leur leurs
lors lui m ma mais me meme memes mes moi moins mon n ne ni nos notre nous on ont ou par parce pas
peut peuvent pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se sera
serait seront ses si sinon soi soient soit sommes son sont sous suis sur t ta tandis te tes toi ton
tous tout toute toutes tres tu un une vers via vos votre vous y
"""
_ENGLISH = """
a about after all also am an and any are as at be because been before being between both but by can
could did do does doing during each for from had has have having he her here hers him his how i if
in into is it its me more most my no nor not of off on once only or other our ours out over own same
she should so some such than that the their theirs them then there these they this those through to
too under until up us very was we were what when where which while who whom why will with would you
your yours
"""

STOPWORDS = frozenset((_FRENCH + _ENGLISH).split())
