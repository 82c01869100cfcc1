"""Drawing: antialiased shapes and text on Pillow, sprites, colours."""
