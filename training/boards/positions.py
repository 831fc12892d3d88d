"""Random games played out, one placement a line: python positions.py COUNT > WORK/fens.txt"""
import random, sys, chess
rng = random.Random(7)
for _ in range(int(sys.argv[1])):
    board = chess.Board()
    for _ in range(int(rng.triangular(0, 160, 30))):
        moves = list(board.legal_moves)
        if not moves: break
        captures = [m for m in moves if board.is_capture(m)]
        board.push(rng.choice(captures) if captures and rng.random() < .35 else rng.choice(moves))
    print(board.board_fen())
