"""The objects of the replies: which figure and which word of the domain stands under which name on the wire."""
